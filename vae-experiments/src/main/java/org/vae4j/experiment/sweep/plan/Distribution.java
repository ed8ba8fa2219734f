package org.vae4j.experiment.sweep.plan;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import org.vae4j.experiment.config.binding.ConfigException;

/** What a random value is drawn from. */
sealed interface Distribution {

    /** One value in YAML; {@code bits} are 64 random ones. */
    String draw(long bits);

    /**
     * Real numbers, equally likely.
     *
     * @param low smallest
     * @param high above low
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
     * Real numbers whose logarithm is equally likely.
     *
     * @param low smallest, above 0
     * @param high above low
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
     * Whole numbers, equally likely.
     *
     * @param low smallest
     * @param high largest, at least low
     */
    record WholeNumber(long low, long high) implements Distribution {

        public WholeNumber {
            if (high < low) {
                throw new ConfigException(
                        "integer: found [" + low + ", " + high + "], expected the smallest value first");
            }
        }

        @Override
        public String draw(long bits) {
            return Long.toString(low + (long) (fraction(bits) * (high - low + 1)));
        }
    }

    /**
     * One of several values, equally likely.
     *
     * @param values in YAML, at least one
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

    /** A number in [0, 1) from the upper 53 bits. */
    private static double fraction(long bits) {
        return (bits >>> 11) * 0x1p-53;
    }

    /** Four significant digits: a person reads it, and nothing is lost that anybody searches for. */
    private static String readable(double value, double low, double high) {
        double rounded = new BigDecimal(value).round(new MathContext(4)).doubleValue();
        return Double.toString(Math.min(Math.max(rounded, low), high));
    }

    private static void ordered(String name, double low, double high) {
        if (!(low < high) || Double.isInfinite(low) || Double.isInfinite(high)) {
            throw new ConfigException(
                    name + ": found [" + low + ", " + high + "], expected two numbers, the smaller one first");
        }
    }
}
