package org.vae4j.likelihood.support;

import org.vae4j.likelihood.Likelihood;
import org.vae4j.likelihood.ValueRange;

/**
 * What log p(x|z) is the logarithm of. It follows from the values of the data and from the likelihood, by the one table
 * of {@link #of}, which configurations and the library share. Numbers of different measures must not be compared. All
 * but a {@link #LOSS} are in nats.
 */
public enum Measure {
    /** The logarithm of a probability: features take few values, such as 0 and 1 or 256 levels. */
    PROBABILITY,
    /** The cross-entropy of values between 0 and 1 under a Bernoulli likelihood, which is no probability. */
    CROSS_ENTROPY,
    /** The logarithm of a probability density. */
    DENSITY,
    /**
     * The logarithm of a density whose parameters were fitted to the very batch that is evaluated. It is the likelihood
     * of no model, and it changes with the size of the batches, so that it compares with nothing else.
     */
    BATCH_DENSITY,
    /**
     * A loss in a unit of its own, which is not nats and compares with the same loss on the same data
     * alone.
     */
    LOSS;

    /**
     * The table: rows are the values over which a likelihood is normalised, columns the values of the data.
     *
     * <table>
     * <caption>what log p(x|z) is the logarithm of</caption>
     * <tr><th>normalised over</th><th>0 and 1</th><th>[0, 1]</th><th>finite numbers</th></tr>
     * <tr><td>0 and 1</td><td>probability</td><td>cross-entropy</td><td>refused</td></tr>
     * <tr><td>256 levels</td><td>probability</td><td>probability</td><td>refused</td></tr>
     * <tr><td>[0, 1]</td><td>refused</td><td>density</td><td>refused</td></tr>
     * <tr><td>finite numbers</td><td>refused</td><td>density</td><td>density</td></tr>
     * </table>
     *
     * <p>A density is refused for binary data because it has no upper bound there: a narrower peak at each of the two
     * values is always more probable. A probability of 256 levels is that of the level next to each value. What has no
     * density is a {@link #LOSS} on all values.
     *
     * @param likelihood p(x|z) as it is evaluated
     * @param values the values that the data take
     * @return the measure
     * @throws IllegalArgumentException when the likelihood says nothing sensible about such data; the message begins
     *     with what was found and names the two ways out
     */
    public static Measure of(Likelihood likelihood, ValueRange values) {
        if (!likelihood.hasDensity()) {
            return LOSS;
        }
        ValueRange support = likelihood.support();
        if (support == ValueRange.BINARY) {
            return switch (values) {
                case BINARY -> PROBABILITY;
                case LEVELS, UNIT_INTERVAL -> CROSS_ENTROPY;
                case REAL ->
                    throw refusal(likelihood, values, "scale the data into [0, 1], or use a Gaussian likelihood");
            };
        }
        if (support == ValueRange.LEVELS && values != ValueRange.REAL) {
            return PROBABILITY;
        }
        if (values == ValueRange.BINARY) {
            throw refusal(likelihood, values, "use the likelihood bernoulli, or grey values");
        }
        if (values.compareTo(support) > 0) {
            throw refusal(likelihood, values, "scale the data into [0, 1], or use a Gaussian likelihood");
        }
        return likelihood.dependsOnBatch() ? BATCH_DENSITY : DENSITY;
    }

    private static IllegalArgumentException refusal(Likelihood likelihood, ValueRange values, String waysOut) {
        return new IllegalArgumentException("found data whose values are " + values + ", expected "
                + (values == ValueRange.BINARY ? "continuous values" : "values in [0, 1]") + " for the likelihood "
                + likelihood.name() + ": " + waysOut);
    }
}
