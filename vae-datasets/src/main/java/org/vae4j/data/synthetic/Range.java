package org.vae4j.data.synthetic;

import org.vae4j.data.Factor;

/**
 * The values that a factor takes: all numbers from min to max, or evenly spaced levels. Level i of n is min + (max −
 * min)·i / (n − 1), or, for a cyclic factor, min + (max − min)·i / n; the one level of n = 1 is the middle of the
 * range, or, for a cyclic factor, min.
 *
 * @param min the smallest value
 * @param max the largest value, not below {@code min}; of a cyclic factor, the value that means the same as {@code min}
 * @param levels the number of levels; 0 for a continuous factor
 * @param cyclic whether the factor is an angle or the like, whose level {@code max} is left out
 */
public record Range(double min, double max, int levels, boolean cyclic) {

    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if a number is not finite, {@code max} lies below {@code min}, or {@code levels}
     *     is negative
     */
    public Range {
        if (!(min <= max) || Double.isInfinite(min) || Double.isInfinite(max)) {
            throw new IllegalArgumentException("factor range is " + min + " to " + max
                    + ", expected finite numbers, the smaller one first: swap or correct them");
        }
        if (levels < 0) {
            throw new IllegalArgumentException("factor range has " + levels
                    + " levels, expected at least 1, or 0 for a continuous factor: correct the number");
        }
    }

    /**
     * Makes the range of a factor that does not vary.
     *
     * @param value its value
     * @return a range of one level
     */
    public static Range fixed(double value) {
        return new Range(value, value, 1, false);
    }

    /**
     * Makes the range of a factor that takes every value between two.
     *
     * @param min the smallest
     * @param max the largest
     * @return a range without levels
     */
    public static Range continuous(double min, double max) {
        return new Range(min, max, 0, false);
    }

    /**
     * Makes the range of a factor that takes every value of a circle.
     *
     * @param min the smallest
     * @param max the value that means the same as the smallest
     * @return a range without levels
     */
    public static Range cyclic(double min, double max) {
        return new Range(min, max, 0, true);
    }

    /**
     * Makes the same range with evenly spaced levels.
     *
     * @param n the number of levels, at least 1
     * @return a range that can be enumerated
     */
    public Range withLevels(int n) {
        return new Range(min, max, n, cyclic);
    }

    /** Describes the factor that takes these values. */
    Factor describe(String name, String unit) {
        return new Factor(name, unit, levels, cyclic ? max - min : 0);
    }

    /**
     * The value of one level.
     *
     * @param index 0 to {@code levels - 1}
     * @return see the class comment; not to be called for a continuous factor
     */
    double level(int index) {
        if (cyclic) {
            return min + (max - min) * index / levels;
        }
        return levels == 1 ? (min + max) / 2 : min + (max - min) * index / (levels - 1);
    }

    /**
     * Whether the factor varies at all.
     *
     * @return false for one level, or a range of one value
     */
    public boolean varies() {
        return levels != 1 && max > min;
    }

    /**
     * Draws a value uniformly from those that differ from a given one.
     *
     * @param value a value of the range, perhaps rounded to a float
     * @param u uniform on [0, 1)
     * @return any level but the nearest to {@code value}; any number of a continuous range, which differs from
     *     {@code value} with probability 1
     * @throws IllegalStateException if the factor does not vary
     */
    public double other(double value, double u) {
        if (!varies()) {
            throw new IllegalStateException("found " + this + ", expected a factor of at least two values");
        }
        if (levels == 0) {
            return draw(u);
        }
        int other = (int) (u * (levels - 1));
        return level(other < nearest(value) ? other : other + 1);
    }

    private int nearest(double value) {
        int nearest = 0;
        for (int i = 1; i < levels; i++) {
            nearest = Math.abs(level(i) - value) < Math.abs(level(nearest) - value) ? i : nearest;
        }
        return nearest;
    }

    /**
     * Draws a value uniformly.
     *
     * @param u uniform on [0, 1)
     * @return one of the levels, or any number of a continuous range
     */
    double draw(double u) {
        return levels == 0 ? min + (max - min) * u : level((int) (u * levels));
    }
}
