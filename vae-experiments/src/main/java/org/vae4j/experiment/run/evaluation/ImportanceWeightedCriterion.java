package org.vae4j.experiment.run.evaluation;

import java.util.List;
import org.vae4j.eval.importance.ImportanceSampling;

/**
 * The negative importance-weighted bound with k draws: the mean over the examples of {@code -log (1/k) Σ_i p(x, z_i) /
 * q(z_i|x)}. It tends to -log p(x) as k grows.
 *
 * @param draws k, the number of draws per example, at least 1
 */
public record ImportanceWeightedCriterion(int draws) implements Criterion {

    static final String PREFIX = "iwae-";

    @Override
    public String name() {
        return PREFIX + draws;
    }

    @Override
    public double value(Candidate candidate) {
        Evaluation evaluation = candidate.evaluation();
        return new ImportanceSampling(candidate.model(), draws)
                .sweep(evaluation.batches(candidate.part()), List.of(draws), evaluation.noise(), done -> {})
                .bounds()
                .get(0)
                .negBoundNats();
    }
}
