package org.vae4j.data.transform;

/**
 * The noise of {@link Dequantisation#UNIFORM}: value j of an example becomes x_j = (v_j + u_j) / 256, where v_j is its
 * byte and u_j is uniform on [0, 1). The noise is a pure function of (seed, set, epoch, example). Immutable.
 */
public final class UniformNoise {

    private static final int LEVELS = 256;

    private final ExampleSeeds seeds;

    /**
     * Starts a stream of noise.
     *
     * @param seed the seed of the stream
     * @param setName the name of the image set, so that training and test set have noise of their own
     */
    public UniformNoise(long seed, String setName) {
        this.seeds = new ExampleSeeds(seed, "dequantise", setName);
    }

    /**
     * Makes the bytes of one example continuous.
     *
     * @param epoch in which the example is used
     * @param example index in its set
     * @param bytes all bytes of the example, unsigned
     * @param target takes the values, each in [v / 256, (v + 1) / 256)
     * @param at index in {@code target} of the first value
     */
    public void apply(long epoch, int example, byte[] bytes, float[] target, int at) {
        long seed = seeds.seed(epoch, example);
        for (int j = 0; j < bytes.length; j++) {
            int v = bytes[j] & 0xff;
            double x = (v + SplitMix64.uniform(seed, j)) / LEVELS;
            // Rounding to a float must not reach the next level.
            target[at + j] = Math.min((float) x, Math.nextDown((v + 1f) / LEVELS));
        }
    }
}
