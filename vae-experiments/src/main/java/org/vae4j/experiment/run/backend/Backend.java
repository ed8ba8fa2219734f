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

/** The numerical backend, as a configuration wants it. */
public final class Backend {

    private Backend() {}

    /**
     * Decides which backend ND4J will find when it is first used. Loads nothing but CUDA's runtime, and that only where
     * CUDA is chosen; call it before anything computes.
     *
     * @param config what is asked for
     * @return CPU or CUDA
     * @throws ConfigException when it was not built in, can't start, or the GPU is one that it can't run on
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
     * Loads the backend, sets its threads, and checks that it is the one that was asked for.
     *
     * @param config which, and how many threads
     * @return what computes, for the provenance
     * @throws ConfigException when it was not built in, can't run on the GPU, or another one is already in use
     */
    public static Numerics use(RuntimeConfig config) {
        return use(config, RecordedProducts.NONE);
    }

    /**
     * As {@link #use(RuntimeConfig)}, for a run that has computed before.
     *
     * @param config which, and how many threads
     * @param recorded what the run has multiplied by
     * @return what computes, for the provenance
     * @throws ConfigException as there, and when the user asks for a library that is not there
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
            useForProducts(config.threads());
            multiplyBy(recorded);
        }
        return Numerics.detect();
    }

    private static void multiplyBy(RecordedProducts recorded) {
        try {
            ProductLibrary.use(recorded.choice());
        } catch (IllegalArgumentException e) {
            throw new ConfigException(e.getMessage(), e);
        }
    }

    /**
     * Sets the threads of each matrix product alone. For the CPU. With more than one, BLAS multiplies.
     *
     * @param threads at least 1
     */
    public static void useForProducts(int threads) {
        openblas_nolapack.blas_set_num_threads(threads);
    }

    /**
     * Computes with one thread for each matrix product, where several threads compute at once.
     *
     * @param computation what is computed
     * @param <T> what comes out
     * @return what comes out
     */
    public static <T> T withSingleThreadedProducts(Supplier<T> computation) {
        int before = openblas_nolapack.blas_get_num_threads();
        useForProducts(1);
        try {
            return computation.get();
        } finally {
            useForProducts(before);
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
