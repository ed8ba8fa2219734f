package org.vae4j.objective.aggregate;

import java.util.Objects;
import java.util.Set;
import org.nd4j.shade.jackson.annotation.JsonProperty;
import org.vae4j.latent.LatentRows;
import org.vae4j.objective.LatentBatch;
import org.vae4j.objective.Need;
import org.vae4j.objective.Term;
import org.vae4j.objective.term.Range;

/**
 * The divergence from the prior, split into three parts with separate weights (Chen et al. 2018, "β-TCVAE"): α times
 * the mutual information of example and latent, log q(z|x) − log q(z); β times the total correlation, log q(z) − Σ_j
 * log q(z_j); and γ times the dimension-wise divergence, Σ_j log q(z_j) − log p(z). The term replaces the bound's own β
 * KL: {@code objective.beta} is 0 in the published objective.
 *
 * <p>The aggregate posterior q(z) and its marginals q(z_j) are estimated from the posteriors of the batch;
 * {@link AggregateRows} has the formulas of value and gradient. With α = β = γ the estimates cancel, and the term is α
 * (log q(z|x) − log p(z)) of the draws. N is the number of training examples, also in an evaluation; a larger batch
 * counts as the whole data.
 *
 * @param beta β, finite, ≥ 0
 * @param alpha α, finite, ≥ 0
 * @param gamma γ, finite, ≥ 0
 * @param estimator the estimate of q(z)
 * @param examples N, ≥ 0; 0 for the number of training examples
 */
public record TotalCorrelationTerm(
        @JsonProperty("beta") double beta,
        @JsonProperty("alpha") double alpha,
        @JsonProperty("gamma") double gamma,
        @JsonProperty("estimator") AggregateEstimator estimator,
        @JsonProperty("examples") long examples)
        implements Term {

    /** The prototype: β = 6, α = γ = 1, stratified sampling. */
    public TotalCorrelationTerm() {
        this(6, 1, 1, AggregateEstimator.STRATIFIED, 0);
    }

    public TotalCorrelationTerm {
        Range.atLeastZero("beta", beta);
        Range.atLeastZero("alpha", alpha);
        Range.atLeastZero("gamma", gamma);
        Range.atLeastZero("examples", examples);
        Objects.requireNonNull(estimator, "estimator");
    }

    @Override
    public String name() {
        return "total_correlation";
    }

    @Override
    public Set<Need> needs() {
        return Set.of(Need.DENSITY, Need.INDEPENDENT_DIMENSIONS, Need.PLAIN_PATH);
    }

    @Override
    public Term in(Training training) {
        return examples > 0 ? this : new TotalCorrelationTerm(beta, alpha, gamma, estimator, training.examples());
    }

    @Override
    public double add(LatentBatch batch, Moment moment) {
        double[] values = new double[batch.rows()];
        for (LatentRows latent : batch.latents()) {
            addPrior(latent, values);
            for (int draw = 0; draw < latent.draws(); draw++) {
                new AggregateRows(this, latent, draw * latent.examples()).addTo(values);
            }
        }
        double sum = 0;
        for (int r = 0; r < values.length; r++) {
            batch.objective()[r] += values[r];
            sum += values[r];
        }
        return sum / values.length;
    }

    /** Adds −γ log p(z) of each row and its gradient. */
    private void addPrior(LatentRows latent, double[] values) {
        double[] logPrior = new double[values.length];
        latent.addLogPrior(logPrior);
        double[] weights = new double[values.length];
        for (int r = 0; r < values.length; r++) {
            values[r] -= gamma * logPrior[r];
            weights[r] = -gamma / latent.draws();
        }
        latent.addLogPriorGradient(weights);
    }
}
