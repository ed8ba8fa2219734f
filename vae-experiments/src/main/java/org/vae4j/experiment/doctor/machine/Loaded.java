package org.vae4j.experiment.doctor.machine;

import java.util.List;
import java.util.OptionalInt;
import org.vae4j.experiment.config.section.RuntimeConfig;
import org.vae4j.experiment.run.backend.Backend;
import org.vae4j.experiment.rundir.Numerics;

/** The numerical backend, loaded once and with the defaults of a run. */
public final class Loaded {

    private Loaded() {}

    private static final class Holder {
        private static final Numerics NUMERICS =
                Backend.use(new RuntimeConfig(threads(), RuntimeConfig.Backend.AUTO, OptionalInt.empty(), List.of()));

        /** The number of threads that the launcher sets. */
        private static int threads() {
            String text = System.getenv("OMP_NUM_THREADS");
            return text != null && text.matches("[1-9]\\d{0,3}") ? Integer.parseInt(text) : 1;
        }
    }

    /** {@return the properties of the backend, which the first call loads} */
    public static Numerics numerics() {
        return Holder.NUMERICS;
    }
}
