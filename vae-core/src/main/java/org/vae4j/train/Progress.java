package org.vae4j.train;

/**
 * The position of a training, in counts since its first step.
 *
 * @param iteration number of steps done
 * @param epoch number of epochs done
 * @param batch number of batches done in the current epoch
 */
public record Progress(int iteration, int epoch, int batch) {

    /** Before the first step. */
    public static final Progress START = new Progress(0, 0, 0);
}
