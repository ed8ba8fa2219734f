package org.vae4j.likelihood.support;

import org.vae4j.likelihood.Likelihood;
import org.vae4j.likelihood.ValueRange;

/**
 * The meaning of log p(x|z): the logarithm of a probability, of a density, or another loss. It follows from the values
 * of the data and from the likelihood by the table of {@link #of}, which configurations and the library share. Numbers
 * of different measures must not be compared. All but a {@link #LOSS} are in nats.
 */
public enum Measure {
    /** The logarithm of a probability: features take few values, such as 0 and 1 or 256 levels. */
    PROBABILITY,
    /** The cross-entropy of values between 0 and 1 under a Bernoulli likelihood, which is no probability. */
    CROSS_ENTROPY,
    /** The logarithm of a probability density. */
    DENSITY,
    /**
     * The logarithm of a density whose parameters were fitted to the batch that is evaluated. It is not the likelihood
     * of a model, and it changes with the size of the batches, so it must not be compared with anything.
     */
    BATCH_DENSITY,
    /** A loss in a unit other than nats. It may be compared only with the same loss on the same data. */
    LOSS;

    /**
     * Returns the measure of a likelihood on data. In the table, rows are the values over which a likelihood is
     * normalised, and columns are the values of the data.
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
     * <p>A density is refused for binary data because it has no upper bound there: narrower peaks at the two values are
     * always more probable. With 256 levels each value counts as the nearest level. A likelihood without a density is a
     * {@link #LOSS} on all values.
     *
     * @param likelihood p(x|z) as it is evaluated
     * @param values the values that the data take
     * @return the measure
     * @throws IllegalArgumentException when the table refuses the likelihood for such data; the message says how to
     *     change the data or the likelihood
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
