package org.vae4j.train;

/**
 * The position of a training, in counts since its first step.
 *
 * @param iteration number of steps done
 * @param epoch number of epochs done
 * @param batch number of batches done in the current epoch
 */
public record Progress(int iteration, int epoch, int batch) {

    /** Refuses negative counts. */
    public Progress {
        if (iteration < 0 || epoch < 0 || batch < 0) {
            throw new IllegalArgumentException("found the progress " + iteration + ", " + epoch + ", " + batch
                    + ", expected iteration, epoch and batch >= 0");
        }
    }

    /** Before the first step. */
    public static final Progress START = new Progress(0, 0, 0);
}
