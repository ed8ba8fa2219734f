package org.vae4j.objective.aggregate;

import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.nd4j.shade.jackson.annotation.JsonProperty;
import org.vae4j.latent.LatentRows;
import org.vae4j.objective.LatentBatch;
import org.vae4j.objective.Need;
import org.vae4j.objective.Term;

/**
 * KL balancing (Vahdat and Kautz 2020, "NVAE", in its warm-up; written from memory of the paper). It replaces β Σ_j
 * KL_j by β Σ_j γ_j KL_j, where KL_j is the closed-form divergence of dimension j, averaged over the batch, and γ_j =
 * (KL_j + 0.01) / mean_i (KL_i + 0.01), over the dimensions i of all latents. A large divergence thus costs more and a
 * small one less, which spreads the information over the dimensions of all levels of a hierarchy.
 *
 * <p>The term's value is the difference β Σ_j (γ_j - 1) KL_j. Its gradient with respect to KL_j is β (γ_j - 1): γ_j
 * counts as a constant. With a single divergence γ = 1 and the term is 0.
 *
 * @param epochs number of epochs, from the first on, in which the term is active; 0 for all
 */
public record KlBalanceTerm(@JsonProperty("epochs") int epochs) implements Term {

    /** Keeps γ_j above 0 where a divergence is 0, so that it still has a cost, nats. */
    private static final double OFFSET_NATS = 0.01;

    /** The prototype: all epochs. */
    public KlBalanceTerm() {
        this(0);
    }

    /** Checks the range. */
    public KlBalanceTerm {
        if (epochs < 0) {
            throw new IllegalArgumentException("found epochs = " + epochs + ", expected a number >= 0");
        }
    }

    @Override
    public boolean weighsKl() {
        return true;
    }

    @Override
    public String name() {
        return "kl_balance";
    }

    @Override
    public Set<Need> needs() {
        return Set.of(Need.WEIGHTED_KL);
    }

    @Override
    public double add(LatentBatch batch, Moment moment) {
        if (epochs > 0 && moment.epoch() >= epochs) {
            return 0;
        }
        List<double[]> means =
                batch.latents().stream().map(LatentRows::klPerDimension).toList();
        double average = means.stream()
                .flatMap(kl -> IntStream.range(0, kl.length).mapToObj(j -> kl[j] + OFFSET_NATS))
                .mapToDouble(kl -> kl)
                .average()
                .orElse(1);
        double difference = 0;
        for (int l = 0; l < means.size(); l++) {
            difference += balance(batch.latents().get(l), means.get(l), average, batch.klWeight());
        }
        double value = batch.klWeight() * difference;
        if (value != 0) {
            batch.addToEach(value);
        }
        return value;
    }

    /** Adds β (γ_j - 1) to the weights of a latent's divergences and returns Σ_j (γ_j - 1) KL_j. */
    private static double balance(LatentRows latent, double[] means, double average, double beta) {
        double[] weights = latent.kl().gradient();
        double difference = 0;
        for (int j = 0; j < means.length; j++) {
            double excess = (means[j] + OFFSET_NATS) / average - 1;
            difference += excess * means[j];
            for (int e = 0; e < latent.examples(); e++) {
                weights[latent.kl().at(e, j)] += beta * excess;
            }
        }
        return difference;
    }
}
