package org.vae4j.data.iterator;

/**
 * A place in the endless sequence of batches. It is the whole state of an iterator: an iterator of the same settings
 * continues exactly there.
 *
 * @param epoch number of finished passes over the data, at least 0
 * @param batch number of batches that were taken of the current pass, at least 0
 */
public record Position(long epoch, int batch) {

    /** The place before the first batch of the first epoch. */
    public static final Position START = new Position(0, 0);

    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if one is negative
     */
    public Position {
        if (epoch < 0 || batch < 0) {
            throw new IllegalArgumentException("iterator position is epoch " + epoch + ", batch " + batch
                    + ", expected numbers of at least 0: the checkpoint is damaged");
        }
    }
}
