package org.vae4j.data.transform;

import java.util.List;
import java.util.Locale;
import org.vae4j.data.DataRange;
import org.vae4j.data.ExampleSet;
import org.vae4j.data.ImageSet;

/**
 * The way in which grey values v from 0 to 255 become the values that a model sees. Likelihoods under different
 * binarisations are not comparable, so the binarisation belongs to the identity of a data set.
 */
public sealed interface Binarisation {

    /** The names that {@link #of} knows. */
    List<String> NAMES = List.of("none", "threshold", "static", "dynamic");

    /** No binarisation: grey values stay v / 255. */
    record None() implements Binarisation {
        @Override
        public String id() {
            return "none";
        }

        @Override
        public ExampleSet apply(ExampleSet set) {
            return set;
        }
    }

    /**
     * Binarisation by a threshold: 1 where v is above it, else 0.
     *
     * @param threshold 0 to 254; DL4J's own MNIST iterator uses 30, half grey is 127
     */
    record Threshold(int threshold) implements Binarisation {

        /** The threshold of the name {@code threshold} alone. */
        static final int HALF_GREY = 127;

        /** Above this one no pixel could be 1. */
        private static final int LARGEST = 254;
        /**
         * Checks the range.
         *
         * @throws IllegalArgumentException if the threshold is outside 0..254
         */
        public Threshold {
            if (threshold < 0 || threshold > LARGEST) {
                throw new IllegalArgumentException("binarisation threshold is " + threshold + ", expected 0 to "
                        + LARGEST + ": pixels are 1 above it, and 127 is half grey");
            }
        }

        @Override
        public String id() {
            return "threshold:" + threshold;
        }

        @Override
        public ImageSet apply(ExampleSet examples) {
            return examples.images()
                    .changed(
                            (i, row) -> {
                                for (int k = 0; k < row.length; k++) {
                                    row[k] = (byte) ((row[k] & 0xff) > threshold ? 255 : 0);
                                }
                            },
                            DataRange.BINARY);
        }
    }

    /**
     * Binarisation by one draw: every pixel is drawn once from Bernoulli(v / 255) and stays the same at each use.
     *
     * @param seed of the draw, any number
     */
    record Static(long seed) implements Binarisation {
        @Override
        public String id() {
            return "static:" + seed;
        }

        @Override
        public ImageSet apply(ExampleSet examples) {
            ImageSet set = examples.images();
            BernoulliPixels draw = new BernoulliPixels(seed, set.name());
            return set.changed((i, row) -> draw.binarise(0, i, row, 0, row.length), DataRange.BINARY);
        }
    }

    /**
     * Binarisation by new draws: the iterator draws every pixel from Bernoulli(v / 255) anew in each epoch.
     *
     * @param seed of the stream, any number
     */
    record Dynamic(long seed) implements Binarisation {
        @Override
        public String id() {
            return "dynamic:" + seed;
        }

        @Override
        public ExampleSet apply(ExampleSet set) {
            return set;
        }
    }

    /**
     * Brings a name that {@link #of} knows to its one spelling: without blanks around it, in lower case, thresholds
     * without leading zeros.
     *
     * @param name in any spelling
     * @return the same binarisation by the name that identities, streams of random numbers and protocols go by
     * @throws IllegalArgumentException if there is none of this name
     */
    static String canonical(String name) {
        String text = name.strip().toLowerCase(Locale.ROOT);
        return of(text, 0) instanceof Threshold threshold && text.contains(":") ? threshold.id() : text;
    }

    /**
     * The name that provenance records.
     *
     * @return kind and parameter, for example {@code static:17}
     */
    String id();

    /**
     * Applies the part of the binarisation that is done once, when the data set is opened.
     *
     * @param examples grey images
     * @return images of 0 and 255 only, for {@link Threshold} and {@link Static}; else {@code examples} themselves
     * @throws org.vae4j.data.DataException for {@link Threshold} and {@link Static}, if they are no 8-bit images
     */
    ExampleSet apply(ExampleSet examples);

    /**
     * Finds a binarisation by name.
     *
     * @param name {@code none}, {@code threshold} (above 127), {@code threshold:N}, {@code static} or {@code dynamic}
     * @param seed the seed of random binarisations; the others ignore it
     * @return the binarisation
     * @throws IllegalArgumentException if there is none of this name
     */
    static Binarisation of(String name, long seed) {
        String text = name.strip().toLowerCase(Locale.ROOT);
        return switch (text) {
            case "none" -> new None();
            case "threshold" -> new Threshold(Threshold.HALF_GREY);
            case "static" -> new Static(seed);
            case "dynamic" -> new Dynamic(seed);
            default -> {
                if (text.matches("threshold:\\d{1,4}")) {
                    yield new Threshold(Integer.parseInt(text.substring("threshold:".length())));
                }
                throw new IllegalArgumentException("binarisation is '" + name + "', expected one of " + NAMES
                        + " or threshold:N: choose one of these");
            }
        };
    }
}
