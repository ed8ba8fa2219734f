package org.vae4j.data.synthetic;

import java.util.List;
import org.vae4j.data.Factor;
import org.vae4j.data.ImageSet;
import org.vae4j.data.ImageShape;

/**
 * White figures on black with the factors of dSprites (Matthey, Higgins, Hassabis, Lerchner 2017): a shape (0 square, 1
 * ellipse, 2 heart), 6 scales from 0.5 to 1, 40 orientations, 32 places each along x and y. Pixels are 0 or 255: white
 * where the figure covers the pixel's centre. The figures are drawn by this project's own geometry, so the images
 * differ from those of dSprites; and the last of the 40 orientations is not the first again, as it is there.
 *
 * <p>Every number is made by IEEE arithmetic and {@link StrictMath} alone, so the same size and seed give the same
 * bytes on every machine and Java.
 */
public final class SpriteDataset {

    /** In smaller images the figures cannot be told apart. */
    private static final int SMALLEST_SIDE = 8;

    private static final String IMAGES = "sprites";

    private static final List<Range> RANGES = List.of(
            Range.continuous(0, Sprite.SHAPES - 1).withLevels(Sprite.SHAPES),
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
        return RANGES.stream().mapToInt(Range::levels).reduce(1, Math::multiplyExact);
    }

    /**
     * Makes the renderer of the images that {@link #sample} and {@link #all} draw.
     *
     * @param side of the square images in pixels, at least 8
     * @return a renderer of single sprites
     * @throws IllegalArgumentException if the images are too small
     */
    public static FactorRenderer renderer(int side) {
        shape(side);
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
     * Draws every combination of the factors; the last factor (y) varies fastest.
     *
     * @param name of the set
     * @param side of the square images in pixels, at least 8
     * @return {@link #combinations()} images
     * @throws IllegalArgumentException if the images are too small, or too many for memory
     */
    public static ImageSet all(String name, int side) {
        FactorImages images = images(side);
        return images.all(name, images.requireFits(combinations(), IMAGES))
                .binary()
                .build();
    }

    /**
     * Draws a random sample: every factor of every image independently and uniformly from its levels.
     *
     * @param name of the set
     * @param side of the square images in pixels, at least 8
     * @param n the number of images, at least 1; a larger sample with the same seed starts with the same images
     * @param seed any number
     * @return {@code n} images
     * @throws IllegalArgumentException if the images are too small, or too many for memory
     */
    public static ImageSet sample(String name, int side, int n, long seed) {
        FactorImages images = images(side);
        return images.sample(name, images.requireFits(n, IMAGES), seed).binary().build();
    }

    private static FactorImages images(int side) {
        return new FactorImages(renderer(side), shape(side), FACTORS);
    }

    private static ImageShape shape(int side) {
        if (side < SMALLEST_SIDE) {
            throw new IllegalArgumentException("asked for sprites of " + side + " x " + side
                    + " pixels, expected a side of at least " + SMALLEST_SIDE + ": use larger images");
        }
        return new ImageShape(1, side, side);
    }
}
