package org.vae4j.objective.term;

import java.util.Set;
import org.nd4j.shade.jackson.annotation.JsonProperty;
import org.vae4j.latent.IndependentDimensions;
import org.vae4j.latent.LatentRows;
import org.vae4j.objective.LatentBatch;
import org.vae4j.objective.Need;
import org.vae4j.objective.Term;

/**
 * The triplet loss on the means of the posteriors, w · max(0, ‖μ_a − μ_p‖² − ‖μ_a − μ_n‖² + m) (Ishfaq, Hoogi and Rubin
 * 2018, "TVAE"): a pair of training is anchor a and positive p, and n is the second example of the next pair of the
 * batch, the next of the last being the first. A batch of one pair, and an evaluation, which has no pairs, has no
 * triplet: the value is 0.
 *
 * @param weight w, finite, ≥ 0
 * @param margin m, finite, ≥ 0
 */
public record TripletTerm(
        @JsonProperty("weight") double weight,
        @JsonProperty("margin") double margin) implements Term {

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
        int pairs = batch.examples() / 2;
        if (weight == 0 || batch.together() != 2 || pairs < 2) {
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

    /** The loss of one triplet; its gradient is that of the examples, of which there are two per pair. */
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
            double slope = 2 * 2 * weight;
            posteriors.addMomentGradient(anchor, j, slope * (toPositive - toNegative), 0);
            posteriors.addMomentGradient(anchor + 1, j, -slope * toPositive, 0);
            posteriors.addMomentGradient(negative, j, slope * toNegative, 0);
        }
        return weight * excess;
    }
}
