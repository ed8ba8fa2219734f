package org.vae4j.experiment.config.section;

import java.util.List;
import java.util.OptionalInt;
import org.vae4j.train.CallbackSpec;

/**
 * Where and how fast a run goes. Not part of its identity: the same run may continue elsewhere, equal up to rounding.
 *
 * @param threads of the numerical backend, at least 1
 * @param backend which ND4J backend computes
 * @param untilEpoch training pauses after so many epochs; the same command without it goes on; absent: to the end
 * @param callbacks what listens to the training beside the run itself
 */
public record RuntimeConfig(int threads, Backend backend, OptionalInt untilEpoch, List<CallbackSpec> callbacks) {

    public RuntimeConfig {
        Check.atLeast("threads", threads, 1);
        callbacks = List.copyOf(callbacks);
        untilEpoch.ifPresent(n -> Check.atLeast("untilEpoch", n, 1));
    }

    /**
     * The same with another number of threads.
     *
     * @param number of threads, at least 1
     * @return otherwise equal
     */
    public RuntimeConfig with(int number) {
        return new RuntimeConfig(number, backend, untilEpoch, callbacks);
    }

    /** An ND4J backend. */
    public enum Backend {
        /** A GPU where the build has its backend and it can run on the GPU, else the processor. */
        AUTO,
        /** The processor. */
        CPU,
        /** An NVIDIA GPU; needs a build with the profile {@code cuda}. */
        CUDA
    }
}
