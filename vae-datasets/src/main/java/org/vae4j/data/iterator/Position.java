package org.vae4j.data.iterator;

/**
 * A place in the endless sequence of batches; all that has to be kept to continue exactly there.
 *
 * @param epoch passes over the data that were finished, at least 0
 * @param batch batches of the current pass that were taken, at least 0
 */
public record Position(long epoch, int batch) {

    /** Before the first batch of the first epoch. */
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
