package org.vae4j.experiment.run.configured;

import java.util.ArrayList;
import java.util.List;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.schedule.ISchedule;
import org.vae4j.experiment.config.ExperimentConfig;
import org.vae4j.experiment.config.section.ModelConfig;
import org.vae4j.experiment.config.section.ObjectiveConfig;
import org.vae4j.experiment.config.section.TrainingConfig;
import org.vae4j.model.Bottleneck;
import org.vae4j.model.LatentModel;
import org.vae4j.model.ModelSpec;
import org.vae4j.objective.ElboObjective;
import org.vae4j.objective.ImportanceWeightedObjective;
import org.vae4j.objective.LinearWarmup;
import org.vae4j.objective.Objective;
import org.vae4j.train.ConstantRate;
import org.vae4j.train.FlushingAdam;
import org.vae4j.train.StagedRate;

/** Translates a configuration into a model. */
public final class ConfiguredModel {

    private ConfiguredModel() {}

    /**
     * A new model; {@code batchesPerEpoch} turns a warm-up in epochs into one in steps.
     *
     * @param config the configuration
     * @param data the data, which gives the shape of the images
     * @param batchesPerEpoch how many steps an epoch has
     */
    public static LatentModel create(ExperimentConfig config, ConfiguredData data, int batchesPerEpoch) {
        ModelConfig model = config.model().orElseThrow();
        ModelSpec spec = new ModelSpec(
                data.split().train().shape().size(),
                model.encoder(),
                model.latent(),
                model.decoder(),
                model.activation(),
                model.kind() == ModelConfig.Kind.VAE ? Bottleneck.GAUSSIAN : Bottleneck.DETERMINISTIC,
                model.newLikelihood(),
                objective(config.objective().orElseThrow(), batchesPerEpoch),
                model.draws());
        LatentModel created = LatentModel.create(spec, updater(config.training().orElseThrow()), config.seed());
        if (model.initialisation() == ModelConfig.Initialisation.FAN_IN_UNIFORM) {
            created.drawByFanIn(config.seed());
        }
        if (model.outputBias() == ModelConfig.OutputBias.DATA_MEAN) {
            created.beginAtMeans(data.featureMeans());
        }
        return created;
    }

    private static Objective objective(ObjectiveConfig objective, int batchesPerEpoch) {
        boolean plain = objective.beta() == 1 && objective.betaWarmupEpochs() == 0;
        int steps = Math.multiplyExact(objective.betaWarmupEpochs(), batchesPerEpoch);
        ISchedule beta = plain ? null : new LinearWarmup(objective.beta(), steps);
        return switch (objective.name()) {
            case ELBO -> new ElboObjective(beta);
            case IWAE -> new ImportanceWeightedObjective(beta, false);
            case IWAE_DREG -> new ImportanceWeightedObjective(beta, true);
        };
    }

    private static IUpdater updater(TrainingConfig training) {
        return switch (training.updater()) {
            case ADAM ->
                new FlushingAdam(
                        rate(training),
                        training.beta1(),
                        training.beta2(),
                        training.epsilon(),
                        training.initialSecondMoment());
            case SGD -> new Sgd(rate(training));
        };
    }

    private static ISchedule rate(TrainingConfig training) {
        if (training.stages().isEmpty()) {
            return new ConstantRate(training.learningRate());
        }
        List<StagedRate.Stage> stages = new ArrayList<>();
        stages.add(new StagedRate.Stage(0, training.learningRate()));
        training.stages().forEach(s -> stages.add(new StagedRate.Stage(s.fromEpoch(), s.learningRate())));
        return new StagedRate(stages);
    }
}
