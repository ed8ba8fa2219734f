package org.vae4j.data.transform;

import java.util.Objects;
import org.vae4j.data.ImageShape;

/**
 * Augments images of one shape: rotates, flips and shifts them at random, in this order, as an {@link Augmentation}
 * says. The changes are a pure function of (seed, set, epoch, example).
 *
 * <ul>
 *   <li>Rotation by an angle a, anticlockwise about the middle (m_x, m_y) of the image: the new value at (x, y), y
 *       counted downwards, is the old one at (m_x + cos a·(x − m_x) − sin a·(y − m_y), m_y + sin a·(x − m_x) + cos
 *       a·(y − m_y)), interpolated between the four pixels around that point.
 *   <li>Flip, with probability ½: the new value at x is the old one at width − 1 − x, or likewise for y.
 *   <li>Shift by (r, d): the new value at (x, y) is the old one at (x − r, y − d).
 * </ul>
 *
 * <p>Values outside the image are 0. An augmenter keeps working memory and must not be used by several threads at once.
 */
public final class Augmenter {

    private static final double FLIP_PROBABILITY = 0.5;

    private final Augmentation rule;
    private final ImageShape shape;
    private final ExampleSeeds rotations;
    private final ExampleSeeds flips;
    private final ExampleSeeds shifts;
    /** The image before the change that is being made. */
    private final float[] old;

    /**
     * Makes an augmenter.
     *
     * @param rule the changes to make
     * @param shape of the images
     * @param seed the seed of its three streams, one per kind of change
     * @param setName the name of the image set
     */
    public Augmenter(Augmentation rule, ImageShape shape, long seed, String setName) {
        this.rule = Objects.requireNonNull(rule, "rule");
        this.shape = Objects.requireNonNull(shape, "shape");
        this.rotations = new ExampleSeeds(seed, "rotate", setName);
        this.flips = new ExampleSeeds(seed, "flip", setName);
        this.shifts = new ExampleSeeds(seed, "shift", setName);
        this.old = new float[shape.size()];
    }

    /**
     * Changes one image in place.
     *
     * @param epoch in which the example is used
     * @param example index in its set
     * @param values holds the image, channel by channel, row by row
     * @param at index in {@code values} of the image's first value
     */
    public void apply(long epoch, int example, float[] values, int at) {
        if (rule.rotate() > 0) {
            double share = 2 * SplitMix64.uniform(rotations.seed(epoch, example), 0) - 1;
            rotate(StrictMath.toRadians(share * rule.rotate()), values, at);
        }
        if (rule.flip() != Augmentation.Flip.NONE
                && SplitMix64.uniform(flips.seed(epoch, example), 0) < FLIP_PROBABILITY) {
            flip(values, at);
        }
        if (rule.shift() > 0) {
            long seed = shifts.seed(epoch, example);
            int down = pixels(SplitMix64.uniform(seed, 0));
            int right = pixels(SplitMix64.uniform(seed, 1));
            shift(down, right, values, at);
        }
    }

    /** Turns a uniform number into a whole number of pixels from −shift to shift, each as likely. */
    private int pixels(double uniform) {
        return (int) (uniform * (2L * rule.shift() + 1)) - rule.shift();
    }

    void rotate(double angle, float[] values, int at) {
        copyToOld(values, at);
        double cos = StrictMath.cos(angle);
        double sin = StrictMath.sin(angle);
        double middleX = (shape.width() - 1) / 2.0;
        double middleY = (shape.height() - 1) / 2.0;
        for (int y = 0; y < shape.height(); y++) {
            for (int x = 0; x < shape.width(); x++) {
                double right = x - middleX;
                double down = y - middleY;
                double fromX = middleX + cos * right - sin * down;
                double fromY = middleY + sin * right + cos * down;
                for (int c = 0; c < shape.channels(); c++) {
                    values[at + index(c, y, x)] = interpolated(c, fromY, fromX);
                }
            }
        }
    }

    private float interpolated(int channel, double y, double x) {
        int top = (int) Math.floor(y);
        int left = (int) Math.floor(x);
        double down = y - top;
        double right = x - left;
        double upper = (1 - right) * oldValue(channel, top, left) + right * oldValue(channel, top, left + 1);
        double lower = (1 - right) * oldValue(channel, top + 1, left) + right * oldValue(channel, top + 1, left + 1);
        return (float) ((1 - down) * upper + down * lower);
    }

    private void flip(float[] values, int at) {
        copyToOld(values, at);
        boolean horizontal = rule.flip() == Augmentation.Flip.HORIZONTAL;
        for (int c = 0; c < shape.channels(); c++) {
            for (int y = 0; y < shape.height(); y++) {
                for (int x = 0; x < shape.width(); x++) {
                    values[at + index(c, y, x)] =
                            horizontal ? oldValue(c, y, shape.width() - 1 - x) : oldValue(c, shape.height() - 1 - y, x);
                }
            }
        }
    }

    private void shift(int down, int right, float[] values, int at) {
        copyToOld(values, at);
        for (int c = 0; c < shape.channels(); c++) {
            for (int y = 0; y < shape.height(); y++) {
                for (int x = 0; x < shape.width(); x++) {
                    values[at + index(c, y, x)] = oldValue(c, y - down, x - right);
                }
            }
        }
    }

    private void copyToOld(float[] values, int at) {
        System.arraycopy(values, at, old, 0, old.length);
    }

    private float oldValue(int channel, int y, int x) {
        boolean inside = y >= 0 && y < shape.height() && x >= 0 && x < shape.width();
        return inside ? old[index(channel, y, x)] : 0;
    }

    private int index(int channel, int y, int x) {
        return (channel * shape.height() + y) * shape.width() + x;
    }
}
