package org.vae4j.objective.term;

import java.util.Set;
import org.nd4j.shade.jackson.annotation.JsonProperty;
import org.vae4j.latent.IndependentDimensions;
import org.vae4j.latent.LatentRows;
import org.vae4j.objective.LatentBatch;
import org.vae4j.objective.Need;
import org.vae4j.objective.Term;

/**
 * The triplet loss on the means of the posteriors (Ishfaq, Hoogi and Rubin 2018, "TVAE"): the mean over the pairs of w
 * · max(0, ‖μ_a − μ_p‖² − ‖μ_a − μ_n‖² + m). The anchor a and the positive p are a pair of the training, and the
 * negative n is the second example of the batch's next pair; the first pair follows the last. A batch of one pair has
 * no negative, and an evaluation has no pairs: the value is then 0.
 *
 * <p>Where the loss of a triplet is above 0, its gradient is 2w (μ_n − μ_p) with respect to μ_a, −2w (μ_a − μ_p) with
 * respect to μ_p and 2w (μ_a − μ_n) with respect to μ_n. Gradients are summed over the examples, of which each pair has
 * two, so each is doubled.
 *
 * @param weight w, finite, ≥ 0
 * @param margin m, finite, ≥ 0
 */
public record TripletTerm(
        @JsonProperty("weight") double weight,
        @JsonProperty("margin") double margin) implements Term {

    private static final int EXAMPLES_PER_PAIR = 2;

    /** The prototype: weight and margin of 1. */
    public TripletTerm() {
        this(1, 1);
    }

    /** Checks the ranges. */
    public TripletTerm {
        Range.atLeastZero("weight", weight);
        Range.atLeastZero("margin", margin);
    }

    @Override
    public String name() {
        return "triplet";
    }

    @Override
    public boolean readsPairs() {
        return true;
    }

    @Override
    public Set<Need> needs() {
        return Set.of(Need.DENSITY, Need.INDEPENDENT_DIMENSIONS);
    }

    @Override
    public double add(LatentBatch batch, Moment moment) {
        int pairs = batch.examples() / EXAMPLES_PER_PAIR;
        if (weight == 0 || batch.together() != EXAMPLES_PER_PAIR || pairs < 2) {
            return 0;
        }
        double value = 0;
        for (LatentRows latent : batch.latents()) {
            for (int i = 0; i < pairs; i++) {
                value += add(latent, 2 * i, 2 * ((i + 1) % pairs) + 1) / pairs;
            }
        }
        batch.addToEach(value);
        return value;
    }

    /** Returns the loss of one triplet and adds its gradient. The positive is the example after the anchor. */
    private double add(LatentRows latent, int anchor, int negative) {
        IndependentDimensions posteriors = latent.dimensions().orElseThrow();
        double excess = margin;
        for (int j = 0; j < latent.size(); j++) {
            double toPositive = posteriors.mean(anchor, j) - posteriors.mean(anchor + 1, j);
            double toNegative = posteriors.mean(anchor, j) - posteriors.mean(negative, j);
            excess += toPositive * toPositive - toNegative * toNegative;
        }
        if (!(excess > 0)) {
            return Double.isNaN(excess) ? excess : 0;
        }
        for (int j = 0; j < latent.size(); j++) {
            double toPositive = posteriors.mean(anchor, j) - posteriors.mean(anchor + 1, j);
            double toNegative = posteriors.mean(anchor, j) - posteriors.mean(negative, j);
            double slope = EXAMPLES_PER_PAIR * 2 * weight;
            posteriors.addMomentGradient(anchor, j, slope * (toPositive - toNegative), 0);
            posteriors.addMomentGradient(anchor + 1, j, -slope * toPositive, 0);
            posteriors.addMomentGradient(negative, j, slope * toNegative, 0);
        }
        return weight * excess;
    }
}
