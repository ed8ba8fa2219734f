package org.vae4j.experiment.config.section;

import java.util.List;
import org.vae4j.density.LatentDensity;
import org.vae4j.eval.Metric;

/**
 * What is computed on the test set.
 *
 * @param batchSize examples at a time, at least 1; changes the result by rounding only, because each example has noise
 *     of its own
 * @param samples draws of z per example in the final test ELBO, at least 1
 * @param everyEpochs the test ELBO is computed after so many epochs too, for the curves; 0: only at the end
 * @param diagnosticsExamples with it, so many held-out examples are looked at for active units and information; time
 *     grows with the square; 0: none
 * @param metrics further numbers of the trained model
 * @param densities densities that are fitted to the codes of the training examples when training has ended, to be drawn
 *     from in place of the prior; each once
 */
public record EvaluationConfig(
        int batchSize,
        int samples,
        int everyEpochs,
        int diagnosticsExamples,
        List<Metric> metrics,
        List<LatentDensity> densities) {

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
