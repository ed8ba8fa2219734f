package org.vae4j.data.synthetic;

import java.util.List;
import org.vae4j.data.Factor;
import org.vae4j.data.ImageSet;
import org.vae4j.data.ImageShape;

/**
 * White figures on black with the factors of dSprites (Matthey, Higgins, Hassabis, Lerchner 2017): a shape (0 square, 1
 * ellipse, 2 heart), 6 scales from 0.5 to 1, 40 orientations, 32 places each along x and y. Pixels are 0 or 255: white
 * where the figure covers the pixel's centre. Drawn by this project's own geometry; the images are not those of
 * dSprites, and the last orientation is not the first again, as it is there.
 *
 * <p>Every number is made by IEEE arithmetic and {@link StrictMath} alone, so the same size and seed give the same
 * bytes on every machine and Java.
 */
public final class SpriteDataset {

    private static final long GOLDEN_GAMMA = 0x9e3779b97f4a7c15L;
    private static final int SMALLEST = 8;

    private static final List<Range> RANGES = List.of(
            Range.continuous(0, 2).withLevels(3),
            Range.continuous(0.5, 1).withLevels(6),
            Range.cyclic(0, 2 * StrictMath.PI).withLevels(40),
            Range.continuous(0, 1).withLevels(32),
            Range.continuous(0, 1).withLevels(32));

    private static final List<Factor> FACTORS = List.of(
            RANGES.get(0).describe("shape", "1"),
            RANGES.get(1).describe("scale", "1"),
            RANGES.get(2).describe("orientation", "rad"),
            RANGES.get(3).describe("x", "1"),
            RANGES.get(4).describe("y", "1"));

    private SpriteDataset() {}

    /** {@return shape, scale, orientation, x, y} */
    public static List<Factor> factors() {
        return FACTORS;
    }

    /**
     * The number of all combinations of the factors.
     *
     * @return 737,280
     */
    public static int combinations() {
        return RANGES.stream().mapToInt(Range::levels).reduce(1, (a, b) -> a * b);
    }

    /**
     * What draws single sprites.
     *
     * @param side of the square images in pixels, at least 8
     * @return the renderer of the images that {@link #sample} and {@link #all} make
     */
    public static FactorRenderer renderer(int side) {
        return new FactorRenderer() {
            @Override
            public List<Range> ranges() {
                return RANGES;
            }

            @Override
            public void draw(double[] factors, byte[] pixels, int at) {
                new Sprite(factors).draw(side, pixels, at);
            }
        };
    }

    /**
     * Every combination of the factors; the last factor (y) varies fastest.
     *
     * @param name of the set
     * @param side of the square images in pixels, at least 8
     * @return {@link #combinations()} images
     * @throws IllegalArgumentException if the images are too small, or too many for memory
     */
    public static ImageSet all(String name, int side) {
        Canvas canvas = new Canvas(side, combinations());
        for (int i = 0; i < canvas.count; i++) {
            int rest = i;
            for (int f = RANGES.size() - 1; f >= 0; f--) {
                canvas.values[f] = RANGES.get(f).level(rest % RANGES.get(f).levels());
                rest /= RANGES.get(f).levels();
            }
            canvas.add(i);
        }
        return canvas.build(name);
    }

    /**
     * A random sample: every factor of every image drawn independently and uniformly from its levels.
     *
     * @param name of the set
     * @param side of the square images in pixels, at least 8
     * @param n the number of images, at least 1; a larger sample with the same seed starts with the same images
     * @param seed any number
     * @return {@code n} images
     * @throws IllegalArgumentException if the images are too small, or too many for memory
     */
    public static ImageSet sample(String name, int side, int n, long seed) {
        Canvas canvas = new Canvas(side, n);
        for (int i = 0; i < n; i++) {
            long stream = mix(mix(seed + GOLDEN_GAMMA) + (i + 1) * GOLDEN_GAMMA);
            for (int f = 0; f < RANGES.size(); f++) {
                double uniform = (mix(stream + (f + 1) * GOLDEN_GAMMA) >>> 11) * 0x1p-53;
                canvas.values[f] = RANGES.get(f).draw(uniform);
            }
            canvas.add(i);
        }
        return canvas.build(name);
    }

    /** The finaliser of SplitMix64 (Steele, Lea, Flood 2014). */
    private static long mix(long z) {
        long a = (z ^ z >>> 30) * 0xbf58476d1ce4e5b9L;
        long b = (a ^ a >>> 27) * 0x94d049bb133111ebL;
        return b ^ b >>> 31;
    }

    /** Collects images and factor values. */
    private static final class Canvas {

        private final int side;
        private final int count;
        private final byte[] pixels;
        private final float[] factorValues;
        private final double[] values = new double[5];

        Canvas(int side, int count) {
            if (side < SMALLEST || count < 1 || (long) count * side * side > Integer.MAX_VALUE - 8) {
                throw new IllegalArgumentException("asked for " + count + " sprites of " + side + " x " + side
                        + " pixels, expected at least 1 of at least " + SMALLEST
                        + " pixels and fewer than 2^31 pixels in all: change the size or the number");
            }
            this.side = side;
            this.count = count;
            this.pixels = new byte[count * side * side];
            this.factorValues = new float[count * values.length];
        }

        void add(int example) {
            new Sprite(values).draw(side, pixels, example * side * side);
            for (int f = 0; f < values.length; f++) {
                factorValues[example * values.length + f] = (float) values[f];
            }
        }

        ImageSet build(String name) {
            return ImageSet.builder(name, new ImageShape(1, side, side), pixels)
                    .binary()
                    .factors(FACTORS, factorValues)
                    .build();
        }
    }
}
