package org.vae4j.data.synthetic;

import java.util.List;
import org.vae4j.data.ImageSet;
import org.vae4j.data.ImageShape;

/**
 * Images of one anti-aliased line each, on black, with the factors that made them: length, angle, width, colour,
 * position.
 *
 * <p>Every number is made by IEEE arithmetic and {@link StrictMath} alone, so the same specification and seed give the
 * same bytes on every machine and Java.
 */
public final class LineDataset {

    private static final String IMAGES = "line images";

    private LineDataset() {}

    /**
     * Makes the renderer of the images that {@link #sample} and {@link #all} draw.
     *
     * @param shape of the images
     * @param factors the ranges
     * @return a renderer of single lines
     */
    public static FactorRenderer renderer(ImageShape shape, LineFactors factors) {
        return new FactorRenderer() {
            @Override
            public List<Range> ranges() {
                return factors.ranges();
            }

            @Override
            public void draw(double[] values, byte[] pixels, int at) {
                // Its working memory is small, and each thread needs its own.
                new LineRenderer(shape).draw(values, pixels, at);
            }
        };
    }

    /**
     * Draws every combination of the factors' levels; the last factor (y) varies fastest.
     *
     * @param name of the set
     * @param shape of the images
     * @param factors ranges that all have levels
     * @return as many images as there are combinations
     * @throws IllegalArgumentException if a factor is continuous or there are too many combinations for memory
     */
    public static ImageSet all(String name, ImageShape shape, LineFactors factors) {
        List<Range> ranges = factors.ranges();
        long combinations = 1;
        for (int f = 0; f < ranges.size(); f++) {
            if (ranges.get(f).levels() == 0) {
                throw new IllegalArgumentException("line factor "
                        + factors.describe().get(f).name()
                        + " is continuous, expected levels to combine: give it a number of levels or take a sample");
            }
            // Beyond what an array holds the exact number does not matter, but the product must not overflow.
            combinations = Math.min(combinations * ranges.get(f).levels(), Integer.MAX_VALUE);
        }
        FactorImages images = images(shape, factors);
        return images.all(name, images.requireFits(combinations, IMAGES)).build();
    }

    /**
     * Draws a random sample: every factor of every image independently and uniformly from its levels or its range.
     *
     * @param name of the set
     * @param shape of the images
     * @param factors the ranges
     * @param n the number of images, at least 1; a larger sample with the same seed starts with the same images
     * @param seed any number
     * @return {@code n} images
     * @throws IllegalArgumentException if there are too few or too many images
     */
    public static ImageSet sample(String name, ImageShape shape, LineFactors factors, int n, long seed) {
        FactorImages images = images(shape, factors);
        return images.sample(name, images.requireFits(n, IMAGES), seed).build();
    }

    private static FactorImages images(ImageShape shape, LineFactors factors) {
        return new FactorImages(renderer(shape, factors), shape, factors.describe());
    }
}
