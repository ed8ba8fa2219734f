package org.vae4j.data.transform;

/**
 * Seeds of the random draws for each use of an example: a pure function of (seed, purpose, set, epoch, example). So the
 * draws depend neither on the place of the example in a batch, nor on the thread that makes them, nor on the time.
 * Immutable.
 *
 * <p>Number i of the draws for one use is output i of {@link SplitMix64} from the seed of the use.
 */
public final class ExampleSeeds {

    private final long start;

    /**
     * Starts the stream of a purpose.
     *
     * @param seed any number
     * @param purpose of the draws; each purpose has a stream of its own
     * @param setName name of the set that the examples belong to
     */
    public ExampleSeeds(long seed, String purpose, String setName) {
        this(seed, purpose + "\n" + setName);
    }

    ExampleSeeds(long seed, String stream) {
        this.start = SplitMix64.seed(seed, stream);
    }

    /**
     * Computes the seed of one use of one example.
     *
     * @param epoch in which the example is used
     * @param example index in its set
     * @return the seed of all draws for this use
     */
    public long seed(long epoch, int example) {
        return SplitMix64.output(SplitMix64.output(start, epoch), example);
    }
}
