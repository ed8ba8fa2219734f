package org.vae4j.data.transform;

import org.vae4j.data.ImageShape;

/**
 * Augments images of one shape: a pure function of (seed, set, epoch, example). Keeps working memory: not safe for use
 * by several threads at once.
 */
public final class Augmenter {

    private final Augmentation rule;
    private final ImageShape shape;
    private final Stream turns;
    private final Stream flips;
    private final Stream shifts;
    private final float[] copy;

    /**
     * An augmenter.
     *
     * @param rule what is done
     * @param shape of the images
     * @param seed of its streams
     * @param setName the name of the image set
     */
    public Augmenter(Augmentation rule, ImageShape shape, long seed, String setName) {
        this.rule = rule;
        this.shape = shape;
        this.turns = new Stream(seed, "rotate", setName);
        this.flips = new Stream(seed, "flip", setName);
        this.shifts = new Stream(seed, "shift", setName);
        this.copy = new float[shape.size()];
    }

    /**
     * Changes one image in place.
     *
     * @param epoch which time the example is used
     * @param example index in its set
     * @param values where the image stands
     * @param at index of its first value
     */
    public void apply(long epoch, int example, float[] values, int at) {
        if (rule.rotate() > 0) {
            double turn = 2 * Stream.uniform(turns.of(epoch, example), 0) - 1;
            rotate(StrictMath.toRadians(turn * rule.rotate()), values, at);
        }
        if (rule.flip() != Augmentation.Flip.NONE && Stream.uniform(flips.of(epoch, example), 0) < 0.5) {
            flip(values, at);
        }
        if (rule.shift() > 0) {
            long stream = shifts.of(epoch, example);
            shift(steps(Stream.uniform(stream, 0)), steps(Stream.uniform(stream, 1)), values, at);
        }
    }

    private int steps(double uniform) {
        return (int) (uniform * (2 * rule.shift() + 1)) - rule.shift();
    }

    /** Anticlockwise, about the middle of the image. */
    void rotate(double angle, float[] values, int at) {
        keep(values, at);
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
                    values[at + place(c, y, x)] = interpolated(c, fromY, fromX);
                }
            }
        }
    }

    private float interpolated(int channel, double y, double x) {
        int top = (int) Math.floor(y);
        int left = (int) Math.floor(x);
        double down = y - top;
        double right = x - left;
        double upper = (1 - right) * value(channel, top, left) + right * value(channel, top, left + 1);
        double lower = (1 - right) * value(channel, top + 1, left) + right * value(channel, top + 1, left + 1);
        return (float) ((1 - down) * upper + down * lower);
    }

    private void flip(float[] values, int at) {
        keep(values, at);
        boolean horizontal = rule.flip() == Augmentation.Flip.HORIZONTAL;
        for (int c = 0; c < shape.channels(); c++) {
            for (int y = 0; y < shape.height(); y++) {
                for (int x = 0; x < shape.width(); x++) {
                    values[at + place(c, y, x)] =
                            horizontal ? value(c, y, shape.width() - 1 - x) : value(c, shape.height() - 1 - y, x);
                }
            }
        }
    }

    private void shift(int down, int right, float[] values, int at) {
        keep(values, at);
        for (int c = 0; c < shape.channels(); c++) {
            for (int y = 0; y < shape.height(); y++) {
                for (int x = 0; x < shape.width(); x++) {
                    values[at + place(c, y, x)] = value(c, y - down, x - right);
                }
            }
        }
    }

    private void keep(float[] values, int at) {
        System.arraycopy(values, at, copy, 0, copy.length);
    }

    private float value(int channel, int y, int x) {
        boolean inside = y >= 0 && y < shape.height() && x >= 0 && x < shape.width();
        return inside ? copy[place(channel, y, x)] : 0;
    }

    private int place(int channel, int y, int x) {
        return (channel * shape.height() + y) * shape.width() + x;
    }
}
