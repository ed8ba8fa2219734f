package org.vae4j.objective.reducer;

import java.util.Arrays;
import java.util.Objects;
import org.nd4j.shade.jackson.annotation.JsonProperty;
import org.vae4j.latent.LatentPart;
import org.vae4j.objective.ImportanceWeights;
import org.vae4j.objective.LatentBatch;
import org.vae4j.objective.Reducer;

/**
 * The negative thermodynamic variational objective (Masrani, Le and Wood 2019): log p(x) is the integral over t from 0
 * to 1 of E[log w] under π_t(z) ∝ q(z|x)^(1-t) p(x, z)^t, and the left Riemann sum Σ_i Δ_i E_i[log w], with Δ_i =
 * t_(i+1) - t_i and E_i under π_t for t = t_i, bounds it from below, because the integrand grows with t. The
 * expectations are estimated from an example's draws of q(z|x) by the weights v_i = w^t_i / Σ w^t_i. The one point t =
 * 0 is the ELBO. For each set of draws the sum lies between the ELBO and the importance-weighted bound.
 *
 * <p>The derivative of the sum with respect to log w of a draw is Σ_i Δ_i v_i (1 + t_i (log w - E_i[log w])): the
 * weight of the row in the gradient. By the path, it is also the gradient of the encoder. The covariance form holds z
 * fixed: the derivative of -Σ_i Δ_i E_i[log w] with respect to log p(z) - log q(z|x) by way of q alone is Σ_i Δ_i v_i
 * ((1 - t_i β) (log w - E_i[log w]) - β).
 *
 * @param partitions number of points t, ≥ 1: 0, and points from {@code first} to below 1 that are evenly spaced in log
 *     t
 * @param first the smallest t above 0, in (0, 1)
 * @param gradient the form of the encoder's gradient
 */
public record ThermodynamicReducer(
        @JsonProperty("partitions") int partitions,
        @JsonProperty("first") double first,
        @JsonProperty("gradient") Derivative gradient)
        implements Reducer {

    /** The form of the encoder's gradient; that of the decoder is the same in both. */
    public enum Derivative {
        /**
         * The published gradient, with z held fixed: the gradient of E_i[log w] is the expected gradient of log w plus
         * the covariance of log w with the gradient of log π_t.
         */
        COVARIANCE,
        /** The gradient of the value through the draws, which are functions of the encoder. */
        PATH
    }

    /** The prototype: five points, the published gradient. */
    public ThermodynamicReducer() {
        this(5, 0.1, Derivative.COVARIANCE);
    }

    public ThermodynamicReducer {
        if (partitions < 1) {
            throw new IllegalArgumentException("partitions: found " + partitions + ", expected a number of at least 1");
        }
        if (!(first > 0 && first < 1)) {
            throw new IllegalArgumentException("first: found " + first + ", expected a number between 0 and 1");
        }
        Objects.requireNonNull(gradient, "gradient");
    }

    @Override
    public String name() {
        return "tvo";
    }

    @Override
    public int boundDraws(int draws) {
        return partitions == 1 ? 1 : draws;
    }

    @Override
    public Value value() {
        return partitions == 1 ? Value.IMPORTANCE_WEIGHTED_BOUND : Value.OTHER_BOUND;
    }

    @Override
    public boolean weighsPaths() {
        return gradient == Derivative.COVARIANCE;
    }

    @Override
    public boolean differentiatesValue() {
        return gradient == Derivative.PATH;
    }

    @Override
    public void require(LatentPart part) {
        if (gradient == Derivative.COVARIANCE && part.transformed()) {
            throw new IllegalArgumentException("objective.name: found tvo with gradient: covariance and"
                    + " model.transforms, through which z cannot be held, expected gradient: path");
        }
    }

    /**
     * Refuses one draw with the covariance form: the covariance of one draw is 0, so the encoder would learn nothing.
     */
    @Override
    public void requireDraws(int draws) {
        if (gradient == Derivative.COVARIANCE && draws < 2) {
            throw new IllegalArgumentException("model.draws: found " + draws + " with objective.name=tvo of gradient:"
                    + " covariance, expected at least 2 draws, of which a covariance can be taken; set model.draws=10");
        }
    }

    /** The points t_0 = 0, …, t_partitions = 1; the last one only ends the last interval. */
    private double[] points() {
        double[] points = new double[partitions + 1];
        for (int i = 1; i <= partitions; i++) {
            points[i] = partitions == 1 ? 1 : Math.pow(first, (double) (partitions - i) / (partitions - 1));
        }
        return points;
    }

    @Override
    public void reduce(LatentBatch batch, double beta) {
        double[] points = points();
        double[] logWeights = ImportanceWeights.logarithms(batch, beta);
        double[] value = new double[batch.rows()];
        double[] rowWeights = new double[batch.rows()];
        double[] posteriorWeights = new double[batch.rows()];
        for (int i = 0; i < partitions; i++) {
            double t = points[i];
            double length = points[i + 1] - t;
            ImportanceWeights.weigh(batch, ImportanceWeights.powers(logWeights, t), batch.draws());
            double[] means = means(batch, logWeights);
            for (int r = 0; r < batch.rows(); r++) {
                double weight = length * batch.rowWeights()[r];
                double excess = excess(logWeights[r], means[r % means.length]);
                value[r] -= length * means[r % means.length];
                rowWeights[r] += weight * (1 + t * excess);
                // d log w = -β d log q, and d log π_t = (1 - t β) d log q up to its normaliser.
                posteriorWeights[r] += weight * ((1 - t * beta) * excess - beta);
            }
        }
        write(batch, beta, value, rowWeights);
        if (gradient == Derivative.COVARIANCE) {
            Arrays.fill(batch.pathWeights(), 0);
            System.arraycopy(posteriorWeights, 0, batch.ratioDirect(), 0, posteriorWeights.length);
        }
    }

    private static void write(LatentBatch batch, double beta, double[] value, double[] weights) {
        System.arraycopy(value, 0, batch.objective(), 0, value.length);
        System.arraycopy(weights, 0, batch.rowWeights(), 0, weights.length);
        Arrays.fill(batch.pathWeights(), 1);
        for (int r = 0; r < weights.length; r++) {
            batch.ratioPath()[r] = -beta * weights[r];
            batch.ratioDirect()[r] = -beta * weights[r];
        }
    }

    /** log w less its mean; 0 where a draw of weight 0 makes one of them infinite. */
    private static double excess(double logWeight, double mean) {
        double excess = logWeight - mean;
        return Double.isInfinite(logWeight) || Double.isInfinite(mean) ? 0 : excess;
    }

    /**
     * The mean of log w of each example, weighted by the row weights. A row of weight 0 adds nothing, even if infinite.
     */
    private static double[] means(LatentBatch batch, double[] logWeights) {
        double[] means = new double[batch.examples()];
        for (int r = 0; r < logWeights.length; r++) {
            double weight = batch.rowWeights()[r];
            means[r % means.length] += weight == 0 ? 0 : weight * logWeights[r];
        }
        return means;
    }
}
