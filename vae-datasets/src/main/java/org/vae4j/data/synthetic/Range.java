package org.vae4j.data.synthetic;

import org.vae4j.data.Factor;

/**
 * The values that a factor takes.
 *
 * @param min the smallest value
 * @param max the largest value, not below {@code min}; for a cyclic factor the value that is {@code min} again
 * @param levels the number of evenly spaced values; 0 for all numbers between
 * @param cyclic whether {@code max} means the same as {@code min}, as for an angle, and is therefore left out
 */
public record Range(double min, double max, int levels, boolean cyclic) {

    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if they make no range
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
     * A factor that does not vary.
     *
     * @param value its value
     * @return a range of one level
     */
    public static Range fixed(double value) {
        return new Range(value, value, 1, false);
    }

    /**
     * A factor that takes every value.
     *
     * @param min the smallest
     * @param max the largest
     * @return a range without levels
     */
    public static Range continuous(double min, double max) {
        return new Range(min, max, 0, false);
    }

    /**
     * A factor that takes every value of a circle.
     *
     * @param min the smallest
     * @param max the value that is the smallest again
     * @return a range without levels
     */
    public static Range cyclic(double min, double max) {
        return new Range(min, max, 0, true);
    }

    /**
     * The same range with evenly spaced levels.
     *
     * @param n the number of levels, at least 1
     * @return a range that can be enumerated
     */
    public Range withLevels(int n) {
        return new Range(min, max, n, cyclic);
    }

    /** The factor that takes these values. */
    Factor describe(String name, String unit) {
        return new Factor(name, unit, levels, cyclic ? max - min : 0);
    }

    /**
     * One level.
     *
     * @param index 0 to {@code levels - 1}
     * @return its value; the middle of the range if there is one level only
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
     * A value drawn uniformly from those that are another one.
     *
     * @param value a value of the range, perhaps rounded
     * @param u uniform on [0, 1)
     * @return a level other than the nearest to the value; any value of a continuous range
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
     * A value drawn uniformly.
     *
     * @param u uniform on [0, 1)
     * @return a level, or any value of a continuous range
     */
    double draw(double u) {
        return levels == 0 ? min + (max - min) * u : level((int) (u * levels));
    }
}
