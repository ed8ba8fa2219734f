package org.vae4j.network;

/** The structure of an example's values. Examples are rows, whatever their shape. */
public sealed interface Shape {

    /** {@return the number of values of an example} */
    int size();

    /**
     * Values without a spatial or temporal order.
     *
     * @param size number of values, ≥ 1
     */
    record Features(int size) implements Shape {
        public Features {
            requirePositive("features", size);
        }

        @Override
        public String toString() {
            return size + " features";
        }
    }

    /**
     * An image, flattened channel by channel and within a channel line by line.
     *
     * @param channels number of channels, ≥ 1
     * @param height in pixels, ≥ 1
     * @param width in pixels, ≥ 1
     */
    record Image(int channels, int height, int width) implements Shape {
        public Image {
            requirePositive("channels", channels);
            requirePositive("height", height);
            requirePositive("width", width);
        }

        @Override
        public int size() {
            return Math.multiplyExact(channels, Math.multiplyExact(height, width));
        }

        @Override
        public String toString() {
            return "images of " + channels + "×" + height + "×" + width;
        }
    }

    /**
     * A sequence, flattened feature by feature, in the order of DL4J's recurrent layers
     * {@code [batch, features, steps]}.
     *
     * @param features number of features of each step, ≥ 1
     * @param steps number of steps, ≥ 1
     */
    record Sequence(int features, int steps) implements Shape {
        public Sequence {
            requirePositive("features", features);
            requirePositive("steps", steps);
        }

        @Override
        public int size() {
            return Math.multiplyExact(features, steps);
        }

        @Override
        public String toString() {
            return "sequences of " + steps + " steps of " + features + " features";
        }
    }

    private static void requirePositive(String what, int value) {
        if (value < 1) {
            throw new IllegalArgumentException("found " + what + " = " + value + ", expected a number >= 1");
        }
    }
}
