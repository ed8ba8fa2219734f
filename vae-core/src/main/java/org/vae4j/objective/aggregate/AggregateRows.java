package org.vae4j.objective.aggregate;

import java.util.Arrays;
import org.vae4j.latent.Columns;
import org.vae4j.latent.IndependentDimensions;
import org.vae4j.latent.LatentRows;

/**
 * The part of a {@link TotalCorrelationTerm} that depends on posteriors, for one draw z_i of each of the B examples of
 * a batch: α log q(z_i|x_i) + (β − α) log q(z_i) + (γ − β) Σ_j log q(z_ij).
 *
 * <p>The aggregate posterior is estimated by log q(z_i) = log Σ_m w_im Π_j q(z_ij|x_m) and its marginals by log q(z_ij)
 * = log Σ_m w_im q(z_ij|x_m), with the weights w_im of an {@link AggregateEstimator}. The derivative of a logarithm of
 * a sum with respect to the logarithm of one summand is that summand's share of the sum. Hence the derivative of the
 * value with respect to log q(z_ij|x_m) is α [m = i] + (β − α) s_m + (γ − β) s_jm, where s_m and s_jm are the shares of
 * posterior m in the joint and in the marginal sum. The cost is B² times the dimensions per draw of the batch.
 */
final class AggregateRows {

    private final TotalCorrelationTerm term;
    private final LatentRows latent;
    private final int first;
    private final int batch;
    private final long examples;
    private final IndependentDimensions posteriors;
    private final Sum joint;
    private final Sum[] marginals;

    /** Takes the B rows from {@code first} on: one draw of each example. */
    AggregateRows(TotalCorrelationTerm term, LatentRows latent, int first) {
        this.term = term;
        this.latent = latent;
        this.first = first;
        batch = latent.examples();
        examples = Math.max(term.examples(), batch);
        posteriors = latent.dimensions().orElseThrow();
        joint = new Sum(batch);
        marginals = new Sum[latent.size()];
        Arrays.setAll(marginals, j -> new Sum(batch));
    }

    /** Adds each row's value, and the gradient to z and to the posteriors' parameters. */
    void addTo(double[] values) {
        double[] logWeights = new double[batch];
        for (int i = 0; i < batch; i++) {
            int draw = i;
            Arrays.setAll(logWeights, m -> term.estimator().logWeight(draw, m, batch, examples));
            values[first + i] += value(i, logWeights);
            addGradient(i);
        }
    }

    /** Returns the value at draw i, and leaves the shares s_m and s_jm for {@link #addGradient}. */
    private double value(int i, double[] logWeights) {
        joint.begin(logWeights);
        double ownPosterior = 0;
        double marginalSum = 0;
        for (int j = 0; j < marginals.length; j++) {
            double z = latent.z().values()[latent.z().at(first + i, j)];
            marginals[j].begin(logWeights);
            for (int m = 0; m < batch; m++) {
                double logDensity = posteriors.logDensity(first + m, j, z);
                joint.add(m, logDensity);
                marginals[j].add(m, logDensity);
                ownPosterior += m == i ? logDensity : 0;
            }
            marginalSum += marginals[j].finish();
        }
        return term.alpha() * ownPosterior
                + (term.beta() - term.alpha()) * joint.finish()
                + (term.gamma() - term.beta()) * marginalSum;
    }

    /** Adds the gradient at draw i to z_i and to the parameters of all posteriors; after {@link #value} of draw i. */
    private void addGradient(int i) {
        Columns z = latent.z();
        double share = 1.0 / latent.draws();
        for (int j = 0; j < marginals.length; j++) {
            int at = z.at(first + i, j);
            for (int m = 0; m < batch; m++) {
                double slope = (term.beta() - term.alpha()) * joint.share(m)
                        + (term.gamma() - term.beta()) * marginals[j].share(m)
                        + (m == i ? term.alpha() : 0);
                z.gradient()[at] += posteriors.addLogDensityGradient(first + m, j, z.values()[at], share * slope);
            }
        }
    }

    /**
     * The logarithm of a weighted sum of densities, and the share of each density in the sum. It is filled in the
     * innermost loop and therefore reused from draw to draw: {@link #begin}, {@link #add} for each density, {@link
     * #finish}, then {@link #share}.
     */
    private static final class Sum {

        /** Before {@link #finish} the logarithms of the summands, afterwards their shares. */
        private final double[] shares;

        Sum(int posteriors) {
            shares = new double[posteriors];
        }

        /** Sets the logarithm of every summand to that of its weight. */
        void begin(double[] logWeights) {
            System.arraycopy(logWeights, 0, shares, 0, shares.length);
        }

        /** Multiplies a summand by a density, or by a factor of it, given by its logarithm. */
        void add(int posterior, double logDensity) {
            shares[posterior] += logDensity;
        }

        /** Returns the logarithm of the sum and turns the summands into shares, which add up to 1. */
        double finish() {
            double largest = Arrays.stream(shares).max().orElseThrow();
            double sum = 0;
            for (int m = 0; m < shares.length; m++) {
                shares[m] = Math.exp(shares[m] - largest);
                sum += shares[m];
            }
            for (int m = 0; m < shares.length; m++) {
                shares[m] /= sum;
            }
            return largest + Math.log(sum);
        }

        /** The share of a summand, which is the derivative of the logarithm of the sum by that of the density. */
        double share(int posterior) {
            return shares[posterior];
        }
    }
}
