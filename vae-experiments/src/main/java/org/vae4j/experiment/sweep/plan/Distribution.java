package org.vae4j.experiment.sweep.plan;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import org.vae4j.experiment.config.binding.ConfigException;

/**
 * A distribution of the values of a key. With u in [0, 1) from the random bits, a draw is
 *
 * <pre>
 * uniform      low + u (high - low)
 * logUniform   exp(log low + u (log high - log low))
 * integer      low + ⌊u (high - low + 1)⌋
 * choice       the value at index ⌊u n⌋ of n
 * </pre>
 */
sealed interface Distribution {

    /** Significant digits of a real number. */
    int DIGITS = 4;

    /**
     * Draws a value.
     *
     * @param bits 64 random bits, of which the upper 53 are used
     * @return the value in YAML
     */
    String draw(long bits);

    /**
     * Uniformly distributed real numbers.
     *
     * @param low the smallest number
     * @param high the bound above, larger than low
     */
    record Uniform(double low, double high) implements Distribution {

        public Uniform {
            ordered("uniform", low, high);
        }

        @Override
        public String draw(long bits) {
            return readable(low + fraction(bits) * (high - low), low, high);
        }
    }

    /**
     * Real numbers whose logarithms are uniformly distributed.
     *
     * @param low the smallest number, above 0
     * @param high the bound above, larger than low
     */
    record LogUniform(double low, double high) implements Distribution {

        public LogUniform {
            ordered("logUniform", low, high);
            if (!(low > 0)) {
                throw new ConfigException("logUniform: found " + low + " as the smallest value, expected one above 0");
            }
        }

        @Override
        public String draw(long bits) {
            double log = Math.log(low) + fraction(bits) * (Math.log(high) - Math.log(low));
            return readable(Math.exp(log), low, high);
        }
    }

    /**
     * Equally likely whole numbers.
     *
     * @param low the smallest number
     * @param high the largest number, at least low and less than low + 2^53
     */
    record WholeNumber(long low, long high) implements Distribution {

        /** The 53 random bits of u reach no more numbers than this. */
        private static final long MAX_NUMBERS = 1L << 53;

        public WholeNumber {
            if (high < low) {
                throw new ConfigException(
                        "integer: found [" + low + ", " + high + "], expected the smallest value first");
            }
            // The difference of the ends overflows to a negative number where they are farther apart than 2^63.
            if (high - low < 0 || high - low >= MAX_NUMBERS) {
                throw new ConfigException(
                        "integer: found [" + low + ", " + high + "], expected at most 2^53 numbers: narrow the range");
            }
        }

        @Override
        public String draw(long bits) {
            return Long.toString(low + (long) (fraction(bits) * (high - low + 1)));
        }
    }

    /**
     * Equally likely values.
     *
     * @param values the values in YAML, at least one
     */
    record Choice(List<String> values) implements Distribution {

        public Choice {
            values = List.copyOf(values);
            if (values.isEmpty()) {
                throw new ConfigException("choice: found no values, expected at least one");
            }
        }

        @Override
        public String draw(long bits) {
            return values.get((int) (fraction(bits) * values.size()));
        }
    }

    /** The number u in [0, 1) that the upper 53 bits make up. */
    private static double fraction(long bits) {
        return (bits >>> 11) * 0x1p-53;
    }

    /** Rounds to {@value #DIGITS} significant digits within the range: readable, and precise enough for a search. */
    private static String readable(double value, double low, double high) {
        double rounded = new BigDecimal(value).round(new MathContext(DIGITS)).doubleValue();
        return Double.toString(Math.min(Math.max(rounded, low), high));
    }

    private static void ordered(String name, double low, double high) {
        // The difference is infinite also where finite ends are too far apart for it.
        if (!(low < high) || Double.isInfinite(high - low)) {
            throw new ConfigException(
                    name + ": found [" + low + ", " + high + "], expected two numbers, the smaller one first");
        }
    }
}
