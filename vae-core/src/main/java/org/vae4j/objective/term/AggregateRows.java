package org.vae4j.objective.term;

import java.util.Arrays;
import org.vae4j.latent.Columns;
import org.vae4j.latent.IndependentDimensions;
import org.vae4j.latent.LatentRows;

/**
 * α log q(z|x) + (β − α) log q(z) + (γ − β) Σ_j log q(z_j) of successive rows, one per example, with q(z) estimated from their
 * posteriors.
 */
final class AggregateRows {

    private final TotalCorrelationTerm term;
    private final LatentRows latent;
    private final int first;
    private final int batch;
    private final long examples;
    private final IndependentDimensions posteriors;
    private final AggregateDensity joint;
    private final AggregateDensity[] marginals;

    /** Of the rows from {@code first} on. */
    AggregateRows(TotalCorrelationTerm term, LatentRows latent, int first) {
        this.term = term;
        this.latent = latent;
        this.first = first;
        batch = latent.examples();
        examples = Math.max(term.examples(), batch);
        posteriors = latent.dimensions().orElseThrow();
        joint = new AggregateDensity(batch);
        marginals = new AggregateDensity[latent.size()];
        Arrays.setAll(marginals, j -> new AggregateDensity(batch));
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
}
