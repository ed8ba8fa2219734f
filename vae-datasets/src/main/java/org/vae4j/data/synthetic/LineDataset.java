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

    private static final long GOLDEN_GAMMA = 0x9e3779b97f4a7c15L;

    private LineDataset() {}

    /**
     * What draws single lines.
     *
     * @param shape of the images
     * @param factors the ranges
     * @return the renderer of the images that {@link #sample} and {@link #all} make
     */
    public static FactorRenderer renderer(ImageShape shape, LineFactors factors) {
        return new FactorRenderer() {
            @Override
            public List<Range> ranges() {
                return factors.ranges();
            }

            @Override
            public void draw(double[] values, byte[] pixels, int at) {
                new LineRenderer(shape).draw(values, pixels, at);
            }
        };
    }

    /**
     * Every combination of the factors' levels; the last factor (y) varies fastest.
     *
     * @param name of the set
     * @param shape of the images
     * @param factors ranges that all have levels
     * @return as many images as there are combinations
     * @throws IllegalArgumentException if a factor is continuous or there are too many combinations for memory
     */
    public static ImageSet all(String name, ImageShape shape, LineFactors factors) {
        List<Range> ranges = factors.ranges();
        long count = 1;
        for (int f = 0; f < ranges.size(); f++) {
            if (ranges.get(f).levels() == 0) {
                throw new IllegalArgumentException(
                        "line factor " + factors.describe().get(f).name()
                                + " is continuous, expected levels to combine: give it a number of levels or take a sample");
            }
            count = Math.min(count * ranges.get(f).levels(), Integer.MAX_VALUE);
        }
        int n = requireFits(count, shape);
        Generator generator = new Generator(shape, factors, n);
        for (int i = 0; i < n; i++) {
            int rest = i;
            for (int f = ranges.size() - 1; f >= 0; f--) {
                int levels = ranges.get(f).levels();
                generator.values[f] = ranges.get(f).level(rest % levels);
                rest /= levels;
            }
            generator.add(i);
        }
        return generator.build(name);
    }

    /**
     * A random sample: every factor of every image drawn independently and uniformly from its levels or its range.
     *
     * @param name of the set
     * @param shape of the images
     * @param factors the ranges
     * @param n the number of images, at least 1; a larger sample with the same seed starts with the same images
     * @param seed any number
     * @return {@code n} images
     */
    public static ImageSet sample(String name, ImageShape shape, LineFactors factors, int n, long seed) {
        List<Range> ranges = factors.ranges();
        Generator generator = new Generator(shape, factors, requireFits(n, shape));
        for (int i = 0; i < n; i++) {
            long stream = mix(mix(seed + GOLDEN_GAMMA) + (i + 1) * GOLDEN_GAMMA);
            for (int f = 0; f < ranges.size(); f++) {
                double uniform = (mix(stream + (f + 1) * GOLDEN_GAMMA) >>> 11) * 0x1p-53;
                generator.values[f] = ranges.get(f).draw(uniform);
            }
            generator.add(i);
        }
        return generator.build(name);
    }

    private static int requireFits(long count, ImageShape shape) {
        if (count < 1 || count * shape.size() > Integer.MAX_VALUE - 8) {
            throw new IllegalArgumentException("asked for " + count + " line images of " + shape
                    + ", expected at least 1 and fewer than 2^31 pixels in all: use fewer levels or smaller images");
        }
        return (int) count;
    }

    /** The finaliser of SplitMix64 (Steele, Lea, Flood 2014). */
    private static long mix(long z) {
        long a = (z ^ z >>> 30) * 0xbf58476d1ce4e5b9L;
        long b = (a ^ a >>> 27) * 0x94d049bb133111ebL;
        return b ^ b >>> 31;
    }

    /** Collects images and factor values. */
    private static final class Generator {

        private final ImageShape shape;
        private final LineFactors factors;
        private final LineRenderer renderer;
        private final byte[] pixels;
        private final float[] factorValues;
        private final double[] values = new double[6];

        Generator(ImageShape shape, LineFactors factors, int n) {
            this.shape = shape;
            this.factors = factors;
            this.renderer = new LineRenderer(shape);
            this.pixels = new byte[n * shape.size()];
            this.factorValues = new float[n * values.length];
        }

        void add(int example) {
            renderer.draw(values, pixels, example * shape.size());
            for (int f = 0; f < values.length; f++) {
                factorValues[example * values.length + f] = (float) values[f];
            }
        }

        ImageSet build(String name) {
            return ImageSet.builder(name, shape, pixels)
                    .factors(factors.describe(), factorValues)
                    .build();
        }
    }
}
