package org.vae4j.experiment.config.section;

import java.util.List;
import org.vae4j.density.LatentDensity;
import org.vae4j.eval.Metric;

/**
 * The section {@code evaluation}: the numbers that are computed on the test set.
 *
 * @param batchSize examples per batch, at least 1; it changes results by rounding only, because each example has noise
 *     of its own
 * @param samples number of draws of z per example for the final test ELBO, at least 1
 * @param everyEpochs number of epochs between test ELBOs during training, for the curves; 0 for none
 * @param diagnosticsExamples number of held-out examples from which active units and information are estimated then;
 *     the time grows with its square; 0 for none
 * @param metrics further numbers of the trained model
 * @param densities densities that are fitted to the codes of the training examples after training, for draws in place
 *     of the prior; each once
 */
public record EvaluationConfig(
        int batchSize,
        int samples,
        int everyEpochs,
        int diagnosticsExamples,
        List<Metric> metrics,
        List<LatentDensity> densities) {

    /** Checks the numbers and copies the lists. */
    public EvaluationConfig {
        Check.atLeast("batchSize", batchSize, 1);
        Check.atLeast("samples", samples, 1);
        Check.atLeast("everyEpochs", everyEpochs, 0);
        Check.atLeast("diagnosticsExamples", diagnosticsExamples, 0);
        metrics = List.copyOf(metrics);
        densities = List.copyOf(densities);
        List<String> names = densities.stream().map(LatentDensity::name).toList();
        if (names.stream().distinct().count() < names.size()) {
            throw new IllegalArgumentException(
                    "densities: found " + names + ", expected each once: a density is found by its name");
        }
    }
}
