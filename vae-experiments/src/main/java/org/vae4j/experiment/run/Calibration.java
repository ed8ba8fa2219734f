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
 * Freezes the σ of gaussian_optimal after each epoch, before anything is evaluated or stored: one pass over the
 * training set, which other likelihoods are spared. It is a function of the parameters, the data and the seed alone, so
 * that a run that was interrupted finds the same one.
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

    /** For a training that version 0.1 had ended, and whose model has no σ. */
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

    /** The frozen σ, which records name because a number without one is of no density; empty for other likelihoods. */
    static OptionalDouble sigma(LatentModel model, ModelConfig config) {
        return config.fitsSigma() && model.compiled().likelihood() instanceof GaussianLikelihood gaussian
                ? OptionalDouble.of(gaussian.sigma())
                : OptionalDouble.empty();
    }
}
