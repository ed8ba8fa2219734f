package org.vae4j.experiment.run;

import java.util.Locale;
import org.bytedeco.openblas.global.openblas_nolapack;
import org.nd4j.linalg.factory.Nd4j;
import org.vae4j.experiment.config.ConfigException;
import org.vae4j.experiment.config.RuntimeConfig;
import org.vae4j.experiment.rundir.Numerics;
import org.vae4j.kernel.NativeSetup;

/** The numerical backend, as a configuration wants it. */
public final class Backend {

    private Backend() {}

    /**
     * Loads the backend, sets its threads, and checks that it is the one that was asked for.
     *
     * @param config which, and how many threads
     * @return what computes, for the provenance
     * @throws ConfigException when another backend was built in
     */
    public static Numerics use(RuntimeConfig config) {
        NativeSetup.prepare();
        String found =
                String.valueOf(Nd4j.getExecutioner().getEnvironmentInformation().get("backend"));
        if (!found.equalsIgnoreCase(config.backend().name())) {
            throw new ConfigException("runtime.backend: found "
                    + config.backend().name().toLowerCase(Locale.ROOT) + ", expected " + found.toLowerCase(Locale.ROOT)
                    + ", which this was built with: build with -Pcuda for a GPU, without for the CPU");
        }
        if (config.backend() == RuntimeConfig.Backend.CPU) {
            Nd4j.getEnvironment().setMaxThreads(config.threads());
            Nd4j.getEnvironment().setMaxMasterThreads(config.threads());
            openblas_nolapack.blas_set_num_threads(config.threads());
        }
        return Numerics.detect();
    }
}
