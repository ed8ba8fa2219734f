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
 * KL balancing (Vahdat and Kautz 2020, "NVAE", its warm-up; recalled): in place of β Σ_j KL_j the objective has
 * β Σ_j γ_j KL_j, where KL_j is the mean over the batch of each divergence in closed form and γ_j = (KL_j + 0.01) over
 * the mean of these. γ_j is a number to the gradient. So a divergence that is large already costs more and a small one
 * less, and information spreads over the dimensions, of all levels of a hierarchy.
 *
 * <p>The term's value is the difference, β Σ_j (γ_j - 1) KL_j. A latent with one divergence has γ = 1.
 *
 * @param epochs how many epochs of a training, from the first on, are balanced; 0 for all
 */
public record KlBalanceTerm(@JsonProperty("epochs") int epochs) implements Term {

    /** What keeps a divergence of 0 from being free, nats. */
    private static final double FLOOR = 0.01;

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
                .flatMap(kl -> IntStream.range(0, kl.length).mapToObj(j -> kl[j] + FLOOR))
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

    /** Changes the weights of a latent's divergences; returns Σ (γ_j - 1) KL_j. */
    private static double balance(LatentRows latent, double[] means, double average, double beta) {
        double[] weights = latent.kl().gradient();
        double difference = 0;
        for (int j = 0; j < means.length; j++) {
            double excess = (means[j] + FLOOR) / average - 1;
            difference += excess * means[j];
            for (int e = 0; e < latent.examples(); e++) {
                weights[latent.kl().at(e, j)] += beta * excess;
            }
        }
        return difference;
    }
}
