package org.vae4j.data.synthetic;

import java.util.List;
import java.util.Objects;
import org.vae4j.data.Factor;

/**
 * The ranges of the factors of lines. Sizes and positions are fractions, so that a specification serves images of any
 * size.
 *
 * @param length of the line, as a fraction of the image's smaller side, above 0
 * @param angle against the horizontal, anticlockwise, in radians
 * @param width of the line, as a fraction of the image's smaller side, above 0
 * @param colour grey images: brightness in [0, 1]; RGB images: hue in [0, 1], 0 red, 1/3 green, 2/3 blue
 * @param x centre, as a fraction of the image's width from the left
 * @param y centre, as a fraction of the image's height from the top
 */
public record LineFactors(Range length, Range angle, Range width, Range colour, Range x, Range y) {

    /**
     * Checks the ranges.
     *
     * @throws IllegalArgumentException if a length or width may be 0 or less, or a colour lies outside [0, 1]
     */
    public LineFactors {
        requirePositive("length", length);
        Objects.requireNonNull(angle, "angle");
        requirePositive("width", width);
        Objects.requireNonNull(colour, "colour");
        if (colour.min() < 0 || colour.max() > 1) {
            throw new IllegalArgumentException("line colour ranges from " + colour.min() + " to " + colour.max()
                    + ", expected within 0 to 1: it is a brightness or a hue");
        }
        Objects.requireNonNull(x, "x");
        Objects.requireNonNull(y, "y");
    }

    /**
     * Bright grey lines near the middle, all factors continuous.
     *
     * @return lengths 0.3 to 0.7, any angle, widths 0.05 to 0.15, brightness 0.5 to 1, centres 0.35 to 0.65
     */
    public static LineFactors grey() {
        return new LineFactors(
                Range.continuous(0.3, 0.7),
                Range.cyclic(0, StrictMath.PI),
                Range.continuous(0.05, 0.15),
                Range.continuous(0.5, 1),
                Range.continuous(0.35, 0.65),
                Range.continuous(0.35, 0.65));
    }

    /**
     * The factors of {@link #grey()}, in every hue.
     *
     * @return factors for RGB images
     */
    public static LineFactors rgb() {
        LineFactors grey = grey();
        return new LineFactors(grey.length, grey.angle, grey.width, Range.cyclic(0, 1), grey.x, grey.y);
    }

    /**
     * The same ranges on a grid, for {@link LineDataset#all}.
     *
     * @param lengthLevels levels of the length
     * @param angleLevels levels of the angle
     * @param widthLevels levels of the width
     * @param colourLevels levels of the colour
     * @param positionLevels levels of x and of y
     * @return factors with levels
     */
    public LineFactors onGrid(
            int lengthLevels, int angleLevels, int widthLevels, int colourLevels, int positionLevels) {
        return new LineFactors(
                length.withLevels(lengthLevels),
                angle.withLevels(angleLevels),
                width.withLevels(widthLevels),
                colour.withLevels(colourLevels),
                x.withLevels(positionLevels),
                y.withLevels(positionLevels));
    }

    /** The ranges in the order of {@link #describe()}. */
    List<Range> ranges() {
        return List.of(length, angle, width, colour, x, y);
    }

    /**
     * The factors as an image set presents them.
     *
     * @return length, angle, width, colour, x, y
     */
    public List<Factor> describe() {
        return List.of(
                length.describe("length", "1"),
                angle.describe("angle", "rad"),
                width.describe("width", "1"),
                colour.describe("colour", "1"),
                x.describe("x", "1"),
                y.describe("y", "1"));
    }

    private static void requirePositive(String name, Range range) {
        if (!(range.min() > 0)) {
            throw new IllegalArgumentException("line " + name + " starts at " + range.min()
                    + ", expected more than 0: give it as a fraction of the image's smaller side");
        }
    }
}
