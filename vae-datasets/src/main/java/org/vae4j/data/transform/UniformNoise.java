package org.vae4j.data.transform;

/** The noise of {@link Dequantisation#UNIFORM}: a pure function of (seed, set, epoch, example). Immutable. */
public final class UniformNoise {

    private static final int LEVELS = 256;

    private final Stream stream;

    /**
     * A stream of noise.
     *
     * @param seed of the stream
     * @param setName the name of the image set, so that training and test set have noise of their own
     */
    public UniformNoise(long seed, String setName) {
        this.stream = new Stream(seed, "dequantise", setName);
    }

    /**
     * Makes bytes continuous.
     *
     * @param epoch which time the example is used
     * @param example index in its set
     * @param bytes unsigned; all of the example
     * @param target where its values go: (v + u) / 256, each in [0, 1)
     * @param at index in {@code target} of the first
     */
    public void apply(long epoch, int example, byte[] bytes, float[] target, int at) {
        long seed = stream.of(epoch, example);
        for (int j = 0; j < bytes.length; j++) {
            double value = ((bytes[j] & 0xff) + Stream.uniform(seed, j)) / LEVELS;
            // Rounding to a float must not reach the next level.
            target[at + j] = Math.min((float) value, Math.nextDown(((bytes[j] & 0xff) + 1f) / LEVELS));
        }
    }
}
