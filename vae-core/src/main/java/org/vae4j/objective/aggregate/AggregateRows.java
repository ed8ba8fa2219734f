package org.vae4j.objective.aggregate;

import java.util.Arrays;
import org.vae4j.latent.Columns;
import org.vae4j.latent.IndependentDimensions;
import org.vae4j.latent.LatentRows;

/**
 * α log q(z|x) + (β − α) log q(z) + (γ − β) Σ_j log q(z_j) of successive rows, one per example, with q(z) estimated
 * from their posteriors.
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

    /** Takes the rows from {@code first} on. */
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

    private double value(int i, double[] logWeights) {
        joint.begin(logWeights);
        double own = 0;
        double ofMarginals = 0;
        for (int j = 0; j < marginals.length; j++) {
            double z = latent.z().values()[latent.z().at(first + i, j)];
            marginals[j].begin(logWeights);
            for (int m = 0; m < batch; m++) {
                double logDensity = posteriors.logDensity(first + m, j, z);
                joint.add(m, logDensity);
                marginals[j].add(m, logDensity);
                own += m == i ? logDensity : 0;
            }
            ofMarginals += marginals[j].finish();
        }
        return term.alpha() * own
                + (term.beta() - term.alpha()) * joint.finish()
                + (term.gamma() - term.beta()) * ofMarginals;
    }

    private void addGradient(int i) {
        Columns z = latent.z();
        double share = 1.0 / latent.draws();
        for (int j = 0; j < marginals.length; j++) {
            int at = z.at(first + i, j);
            for (int m = 0; m < batch; m++) {
                double weight = (term.beta() - term.alpha()) * joint.share(m)
                        + (term.gamma() - term.beta()) * marginals[j].share(m)
                        + (m == i ? term.alpha() : 0);
                z.gradient()[at] += posteriors.addLogDensityGradient(first + m, j, z.values()[at], share * weight);
            }
        }
    }

    /**
     * The logarithm of a weighted sum of densities, and what each density's share of it is. Mutable and reused from
     * draw to draw, because it is filled in the innermost loop.
     */
    private static final class Sum {

        private final double[] shares;

        Sum(int posteriors) {
            shares = new double[posteriors];
        }

        /** Sets every term to the logarithm of its weight. */
        void begin(double[] logWeights) {
            System.arraycopy(logWeights, 0, shares, 0, shares.length);
        }

        /** Adds a logarithm of a density, or of a factor of it, to a term. */
        void add(int posterior, double logDensity) {
            shares[posterior] += logDensity;
        }

        /** The logarithm of the sum; the terms become shares, whose sum is 1. */
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

        /** After {@link #finish}: the derivative of the logarithm of the sum with respect to that of a density. */
        double share(int posterior) {
            return shares[posterior];
        }
    }
}
