package org.vae4j.data.synthetic;

import java.util.List;
import org.vae4j.data.Factor;
import org.vae4j.data.ImageSet;
import org.vae4j.data.ImageShape;
import org.vae4j.data.transform.SplitMix64;

/**
 * Makes the images of a generated set: one for each combination of the factors' levels, or one for each of a number of
 * random draws of all factors.
 *
 * @param renderer draws the images
 * @param shape of every image
 * @param factors their descriptions, in the order of the renderer's ranges
 */
record FactorImages(FactorRenderer renderer, ImageShape shape, List<Factor> factors) {

    /** The length of the longest array that every Java makes. */
    private static final int LONGEST_ARRAY = Integer.MAX_VALUE - 8;

    /**
     * Checks that arrays hold the pixels and factor values of a number of images.
     *
     * @return the number
     */
    int requireFits(long count, String images) {
        int valuesPerImage = Math.max(shape.size(), factors.size());
        if (count < 1 || count > LONGEST_ARRAY || count * valuesPerImage > LONGEST_ARRAY) {
            throw new IllegalArgumentException("asked for " + count + " " + images + " of " + shape
                    + ", expected at least 1 and fewer than 2^31 pixels in all: use fewer or smaller images");
        }
        return (int) count;
    }

    /** Draws every combination of levels; the last factor varies fastest. */
    ImageSet.Builder all(String name, int count) {
        Canvas canvas = new Canvas(count);
        for (int i = 0; i < count; i++) {
            canvas.draw(i, combination(i));
        }
        return canvas.builder(name);
    }

    private double[] combination(int number) {
        List<Range> ranges = renderer.ranges();
        double[] values = new double[ranges.size()];
        int rest = number;
        for (int f = values.length - 1; f >= 0; f--) {
            Range range = ranges.get(f);
            values[f] = range.level(rest % range.levels());
            rest /= range.levels();
        }
        return values;
    }

    /** Draws every factor of every image independently and uniformly; image i depends on the seed and i alone. */
    ImageSet.Builder sample(String name, int count, long seed) {
        Canvas canvas = new Canvas(count);
        long start = SplitMix64.output(seed, 0);
        for (int i = 0; i < count; i++) {
            canvas.draw(i, draws(SplitMix64.output(start, i)));
        }
        return canvas.builder(name);
    }

    private double[] draws(long seed) {
        List<Range> ranges = renderer.ranges();
        double[] values = new double[ranges.size()];
        for (int f = 0; f < values.length; f++) {
            values[f] = ranges.get(f).draw(SplitMix64.uniform(seed, f));
        }
        return values;
    }

    /** The pixels and factor values of all images. */
    private final class Canvas {

        private final byte[] pixels;
        private final float[] factorValues;

        Canvas(int count) {
            pixels = new byte[count * shape.size()];
            factorValues = new float[count * factors.size()];
        }

        void draw(int image, double[] values) {
            renderer.draw(values, pixels, image * shape.size());
            for (int f = 0; f < values.length; f++) {
                factorValues[image * values.length + f] = (float) values[f];
            }
        }

        ImageSet.Builder builder(String name) {
            return ImageSet.builder(name, shape, pixels).factors(factors, factorValues);
        }
    }
}
