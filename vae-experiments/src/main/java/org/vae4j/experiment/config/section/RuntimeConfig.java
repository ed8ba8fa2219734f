package org.vae4j.experiment.config.section;

import java.util.List;
import java.util.OptionalInt;
import org.vae4j.train.CallbackSpec;

/**
 * The section {@code runtime}: the place and speed of a run. It is no part of the run's identity: the same run may
 * continue elsewhere, with results that are equal up to rounding.
 *
 * @param threads number of threads of the numerical backend, at least 1
 * @param backend the ND4J backend that computes
 * @param untilEpoch number of epochs after which training pauses, to be continued by the same command without this key;
 *     absent to train to the end
 * @param callbacks listeners to the training
 */
public record RuntimeConfig(int threads, Backend backend, OptionalInt untilEpoch, List<CallbackSpec> callbacks) {

    /** Checks the numbers and copies the list. */
    public RuntimeConfig {
        Check.atLeast("threads", threads, 1);
        callbacks = List.copyOf(callbacks);
        untilEpoch.ifPresent(n -> Check.atLeast("untilEpoch", n, 1));
    }

    /**
     * Replaces the number of threads.
     *
     * @param number the number of threads, at least 1
     * @return a copy
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
