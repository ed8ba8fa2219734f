package org.vae4j.layers;

/**
 * A run of a batch's examples that is computed by itself.
 *
 * @param first its first example in the batch
 * @param count its examples
 * @param total the batch's examples; 0 stands for all that there are
 */
public record Shard(int first, int count, int total) {

    /** A batch that is not divided, of any size. */
    public static final Shard WHOLE = new Shard(0, 0, 0);

    /** Checks the ranges. */
    public Shard {
        if (first < 0 || count < 0 || first + count > total) {
            throw new IllegalArgumentException("found examples " + first + " to " + (first + count) + " of a batch of "
                    + total + ", expected a part of it");
        }
    }
}
