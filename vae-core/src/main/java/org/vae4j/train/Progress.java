package org.vae4j.train;

/**
 * How far training has come.
 *
 * @param iteration parameter updates done
 * @param epoch epochs done
 * @param batch batches done of the current epoch
 */
public record Progress(int iteration, int epoch, int batch) {

    /** Before the first step. */
    public static final Progress START = new Progress(0, 0, 0);
}
