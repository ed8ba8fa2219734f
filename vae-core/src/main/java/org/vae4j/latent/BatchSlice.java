package org.vae4j.latent;

/**
 * Where the rows of some successive examples of a batch are: for each draw and in each column, one run of them.
 *
 * @param first which example of the whole batch is the slice's first
 * @param count examples of the slice
 * @param total examples of the whole batch
 * @param draws rows of each example
 */
public record BatchSlice(int first, int count, int total, int draws) {

    /** Copies the slice's values, column by column, to their place among those of the whole batch. */
    public void gather(double[] slice, double[] whole) {
        for (int run = 0; run < slice.length / count; run++) {
            System.arraycopy(slice, run * count, whole, run * total + first, count);
        }
    }

    /** Copies from the whole batch what belongs to the slice. */
    public void scatter(double[] whole, double[] slice) {
        for (int run = 0; run < slice.length / count; run++) {
            System.arraycopy(whole, run * total + first, slice, run * count, count);
        }
    }
}
