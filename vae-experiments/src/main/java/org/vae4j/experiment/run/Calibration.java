package org.vae4j.experiment.run;

import java.util.OptionalDouble;
import org.vae4j.experiment.config.section.EvaluationConfig;
import org.vae4j.experiment.config.section.ModelConfig;
import org.vae4j.experiment.run.configured.ConfiguredData;
import org.vae4j.likelihood.GaussianLikelihood;
import org.vae4j.math.Streams;
import org.vae4j.model.LatentModel;
import org.vae4j.train.Callback;
import org.vae4j.train.EpochReport;
import org.vae4j.train.Progress;
import org.vae4j.train.TrainResult;

/**
 * Freezes the σ of the likelihood {@code gaussian_optimal} after each epoch, before the model is evaluated or stored.
 * σ² is the mean of (x - E[x|z])² over all training examples and features, with one z drawn from q(z|x) per example.
 * This takes one pass over the training set; models with another likelihood skip it. The σ is a function of the
 * parameters, the data and the seed alone, so that an interrupted run finds the same value when it continues.
 */
final class Calibration implements Callback {

    private final ConfiguredData data;
    private final EvaluationConfig config;
    private final long seed;

    Calibration(ConfiguredData data, EvaluationConfig config) {
        this.data = data;
        this.config = config;
        this.seed = Streams.derive(data.seed(), "calibrate");
    }

    @Override
    public void onEpochEnd(LatentModel model, EpochReport report) {
        calibrate(model);
    }

    /** Calibrates a model whose training ended under version 0.1, which froze no σ. */
    @Override
    public void onEnd(LatentModel model, TrainResult result) {
        if (result.progress().batch() == Progress.START.batch()
                && model.compiled().likelihood().dependsOnBatch()) {
            calibrate(model);
        }
    }

    private void calibrate(LatentModel model) {
        model.calibrate(data.evaluation(data.split().train(), config.batchSize()), seed);
    }

    /** The frozen σ, without which the recorded nats would not be those of a density; empty for other likelihoods. */
    static OptionalDouble sigma(LatentModel model, ModelConfig config) {
        return config.fitsSigma() && model.compiled().likelihood() instanceof GaussianLikelihood gaussian
                ? OptionalDouble.of(gaussian.sigma())
                : OptionalDouble.empty();
    }
}
