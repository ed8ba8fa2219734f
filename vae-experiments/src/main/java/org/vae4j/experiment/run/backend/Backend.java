package org.vae4j.experiment.run.backend;

import java.util.Locale;
import java.util.function.Supplier;
import org.bytedeco.openblas.global.openblas_nolapack;
import org.nd4j.linalg.factory.Nd4j;
import org.vae4j.experiment.config.binding.ConfigException;
import org.vae4j.experiment.config.section.RuntimeConfig;
import org.vae4j.experiment.rundir.Numerics;
import org.vae4j.kernel.product.NativeSetup;
import org.vae4j.kernel.product.ProductLibrary;

/** Selects and starts the numerical backend that a configuration asks for, and sets its threads. */
public final class Backend {

    private Backend() {}

    /**
     * Decides which backend ND4J will find when it is first used. Must be called before anything computes. It loads no
     * backend; where CUDA is a candidate, it loads CUDA's runtime to see whether that starts.
     *
     * @param config the requested backend
     * @return CPU or CUDA
     * @throws ConfigException when the requested backend was not built in, can't start, or can't run on the GPU
     */
    public static RuntimeConfig.Backend select(RuntimeConfig config) {
        ClassLoader own = Backend.class.getClassLoader();
        BackendChoice choice = new BackendChoice(
                OneBackend.builtIn(own),
                Gpus::find,
                () -> CudaStart.fault(new OneBackend(own, RuntimeConfig.Backend.CUDA)));
        RuntimeConfig.Backend chosen = choice.of(config.backend());
        OneBackend.use(chosen);
        return chosen;
    }

    /**
     * Loads the backend, sets its threads, and checks that it is the requested one.
     *
     * @param config the requested backend and the number of threads
     * @return a description of the backend for the provenance
     * @throws ConfigException when the backend was not built in, can't run on the GPU, or another one is already in use
     */
    public static Numerics use(RuntimeConfig config) {
        return use(config, RecordedProducts.NONE);
    }

    /**
     * Loads the backend for a run that continues: matrix products use the library that the run has used so far.
     *
     * @param config the requested backend and the number of threads
     * @param recorded the library that the run has recorded for its products
     * @return a description of the backend for the provenance
     * @throws ConfigException as for {@link #use(RuntimeConfig)}, and when the user asks for a missing library
     */
    public static Numerics use(RuntimeConfig config, RecordedProducts recorded) {
        NativeSetup.prepare();
        RuntimeConfig.Backend chosen = select(config);
        String found = loaded();
        if (!found.equalsIgnoreCase(chosen.name())) {
            throw new ConfigException("runtime.backend: found " + chosen.name().toLowerCase(Locale.ROOT)
                    + ", expected " + found.toLowerCase(Locale.ROOT)
                    + ", which this process already uses: start another one");
        }
        if (chosen == RuntimeConfig.Backend.CPU) {
            Nd4j.getEnvironment().setMaxThreads(config.threads());
            Nd4j.getEnvironment().setMaxMasterThreads(config.threads());
            setProductThreads(config.threads());
            useForProducts(recorded);
        }
        return Numerics.detect();
    }

    private static void useForProducts(RecordedProducts recorded) {
        try {
            ProductLibrary.use(recorded.choice());
        } catch (IllegalArgumentException e) {
            throw new ConfigException(e.getMessage(), e);
        }
    }

    /**
     * Sets the number of threads that share one matrix product on the CPU; other operations keep theirs.
     *
     * @param threads at least 1
     */
    public static void setProductThreads(int threads) {
        openblas_nolapack.blas_set_num_threads(threads);
    }

    /**
     * Runs a computation that has threads of its own, with one thread per matrix product, and restores their number.
     *
     * @param computation the computation
     * @param <T> the type of its result
     * @return its result
     */
    public static <T> T withSingleThreadedProducts(Supplier<T> computation) {
        int before = openblas_nolapack.blas_get_num_threads();
        setProductThreads(1);
        try {
            return computation.get();
        } finally {
            setProductThreads(before);
        }
    }

    private static String loaded() {
        try {
            return String.valueOf(
                    Nd4j.getExecutioner().getEnvironmentInformation().get("backend"));
        } catch (ExceptionInInitializerError | NoClassDefFoundError e) {
            throw new ConfigException(
                    "found a backend that does not start (" + CudaStart.root(e).getMessage()
                            + "), expected one that runs on this computer: try --backend cpu, and vae doctor",
                    e);
        }
    }
}
