package org.vae4j.latent;

/**
 * Successive examples of a batch. In a matrix of {@code draws · total} rows that is stored column by column, they lie
 * in one block of {@code count} values for each draw and column.
 *
 * @param first the index of the slice's first example in the whole batch
 * @param count the number of examples of the slice
 * @param total the number of examples of the whole batch
 * @param draws rows of each example
 */
public record BatchSlice(int first, int count, int total, int draws) {

    /** Copies the slice's values, column by column, to their place among those of the whole batch. */
    public void gather(double[] slice, double[] whole) {
        for (int block = 0; block < slice.length / count; block++) {
            System.arraycopy(slice, block * count, whole, block * total + first, count);
        }
    }

    /** Copies from the whole batch what belongs to the slice. */
    public void scatter(double[] whole, double[] slice) {
        for (int block = 0; block < slice.length / count; block++) {
            System.arraycopy(whole, block * total + first, slice, block * count, count);
        }
    }
}
