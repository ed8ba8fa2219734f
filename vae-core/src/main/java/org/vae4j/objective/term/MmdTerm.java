package org.vae4j.objective.term;

import java.util.Objects;
import java.util.Set;
import org.nd4j.shade.jackson.annotation.JsonProperty;
import org.vae4j.latent.Columns;
import org.vae4j.latent.LatentRows;
import org.vae4j.math.Streams;
import org.vae4j.objective.LatentBatch;
import org.vae4j.objective.Need;
import org.vae4j.objective.Term;

/**
 * The squared maximum mean discrepancy between the latents of a batch and draws from the prior, times a weight. On a
 * deterministic code it makes a Wasserstein autoencoder (Tolstikhin et al. 2018, algorithm 2), beside a bound an
 * InfoVAE (Zhao et al. 2019).
 *
 * <p>The unbiased estimate for n latents z_i and n draws p_i from the prior is 1/(n(n−1)) Σ_{i≠j} [k(z_i, z_j) + k(p_i,
 * p_j)] − 2/n² Σ_{i,j} k(z_i, p_j). It is 0 in expectation where both have the same distribution, and may be negative.
 * With several draws per example it is the mean over the draws, because draws of one example are not independent
 * points. A batch of one example has no estimate and adds 0. {@link Discrepancy} computes value and gradient.
 *
 * <p>The draws from the prior follow from the seed and the iteration alone, also in an evaluation.
 *
 * @param weight the factor of the estimate, finite, ≥ 0
 * @param kernel k
 * @param seed tells the noise of two terms apart; a training mixes its own in
 */
public record MmdTerm(
        @JsonProperty("weight") double weight,
        @JsonProperty("kernel") PairKernel kernel,
        @JsonProperty("seed") long seed)
        implements Term {

    /** The parameters of a prior that has none in the network. */
    private static final Columns NO_PARAMETERS = new Columns(0, 0);

    /** The prototype: the weight 10 that WAE has on MNIST, and its kernel. */
    public MmdTerm() {
        this(10, new InverseMultiquadric(), 0);
    }

    public MmdTerm {
        Range.atLeastZero("weight", weight);
        Objects.requireNonNull(kernel, "kernel");
    }

    @Override
    public String name() {
        return "mmd";
    }

    @Override
    public Set<Need> needs() {
        return Set.of(Need.PRIOR_DRAWS, Need.PLAIN_PATH);
    }

    @Override
    public Term in(Training training) {
        return new MmdTerm(weight, kernel, Streams.at(Streams.derive(training.seed(), name()), seed));
    }

    @Override
    public double add(LatentBatch batch, Moment moment) {
        if (weight == 0 || batch.examples() == 1) {
            return 0;
        }
        double value = 0;
        for (LatentRows latent : batch.latents()) {
            Columns prior = new Columns(latent.rows(), latent.size());
            long stream = Streams.derive(seed, latent.part().name());
            latent.part().prior().sample(NO_PARAMETERS, Streams.at(stream, moment.iteration()), prior);
            Discrepancy discrepancy = new Discrepancy(kernel, latent.examples(), weight / latent.draws());
            for (int draw = 0; draw < latent.draws(); draw++) {
                value += discrepancy.add(latent.z(), prior, draw * latent.examples());
            }
        }
        batch.addToEach(value);
        return value;
    }
}
