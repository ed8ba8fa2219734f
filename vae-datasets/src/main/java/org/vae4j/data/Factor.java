package org.vae4j.data;

import java.util.Objects;

/**
 * A ground-truth factor of variation of a generated data set.
 *
 * @param name for example {@code angle}
 * @param unit of its values, for example {@code rad}; {@code 1} for a plain number
 * @param levels how many different values it takes, at least 1; 0 when it is continuous
 */
public record Factor(String name, String unit, int levels) {

    /**
     * Checks the description.
     *
     * @throws IllegalArgumentException if {@code levels} is negative
     */
    public Factor {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(unit, "unit");
        if (levels < 0) {
            throw new IllegalArgumentException("factor " + name + " has " + levels
                    + " levels, expected at least 1, or 0 for a continuous one: change its levels");
        }
    }
}
