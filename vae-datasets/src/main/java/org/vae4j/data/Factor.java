package org.vae4j.data;

import java.util.Objects;

/**
 * A ground-truth factor of variation of a generated data set.
 *
 * @param name for example {@code angle}
 * @param unit of its values, for example {@code rad}; {@code 1} for a plain number
 * @param levels number of different values, at least 1; 0 for a continuous factor
 * @param period the difference of two values that mean the same, as 2π for an angle; 0 for a factor without a period
 */
public record Factor(String name, String unit, int levels, double period) {

    /**
     * Checks the description.
     *
     * @throws IllegalArgumentException if {@code levels} is negative, or {@code period} is no finite number of at
     *     least 0
     */
    public Factor {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(unit, "unit");
        if (levels < 0) {
            throw new IllegalArgumentException("factor " + name + " has " + levels
                    + " levels, expected at least 1, or 0 for a continuous one: change its levels");
        }
        if (!(period >= 0) || Double.isInfinite(period)) {
            throw new IllegalArgumentException("factor " + name + " has the period " + period
                    + ", expected a finite number above 0, or 0 for one without a period: change it");
        }
    }

    /**
     * Makes a factor without a period.
     *
     * @param name for example {@code width}
     * @param unit of its values; {@code 1} for a plain number
     * @param levels number of different values, at least 1; 0 for a continuous factor
     */
    public Factor(String name, String unit, int levels) {
        this(name, unit, levels, 0);
    }
}
