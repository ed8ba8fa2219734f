package org.vae4j.experiment.run.configured;

import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.schedule.ISchedule;
import org.vae4j.experiment.config.ExperimentConfig;
import org.vae4j.experiment.config.section.ModelConfig;
import org.vae4j.experiment.config.section.ObjectiveConfig;
import org.vae4j.model.Bottleneck;
import org.vae4j.model.LatentModel;
import org.vae4j.model.ModelSpec;
import org.vae4j.objective.ElboObjective;
import org.vae4j.objective.ImportanceWeightedObjective;
import org.vae4j.objective.LinearWarmup;
import org.vae4j.objective.Objective;
import org.vae4j.update.Optimiser;

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
        Optimiser optimiser = ConfiguredUpdater.of(config.training().orElseThrow(), batchesPerEpoch);
        LatentModel created = LatentModel.create(spec, optimiser, config.seed(), DataType.FLOAT);
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
}
