package org.vae4j.experiment.run.configured;

import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.schedule.ISchedule;
import org.vae4j.data.ImageShape;
import org.vae4j.experiment.config.ConfigException;
import org.vae4j.experiment.config.ExperimentConfig;
import org.vae4j.experiment.config.section.ModelConfig;
import org.vae4j.experiment.config.section.ObjectiveConfig;
import org.vae4j.model.Architecture;
import org.vae4j.model.LatentModel;
import org.vae4j.model.LatentSpec;
import org.vae4j.model.ModelSpec;
import org.vae4j.network.Shape;
import org.vae4j.network.Style;
import org.vae4j.network.init.He;
import org.vae4j.network.init.Initialisation;
import org.vae4j.network.init.OfNetwork;
import org.vae4j.network.init.Orthogonal;
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
                architecture(model, data.split().train().shape()).conditionedOn(data.classes()),
                model.kind() == ModelConfig.Kind.VAE
                        ? new LatentSpec(model.posterior(), model.prior())
                        : LatentSpec.CODE,
                model.newLikelihood(),
                objective(config.objective().orElseThrow(), batchesPerEpoch),
                model.draws());
        Optimiser optimiser = ConfiguredUpdater.of(config.training().orElseThrow(), batchesPerEpoch);
        LatentModel created = created(spec, optimiser, config.seed());
        if (model.initialisation() == ModelConfig.Initialisation.FAN_IN_UNIFORM) {
            created.drawByFanIn(config.seed());
        }
        if (model.outputBias() == ModelConfig.OutputBias.DATA_MEAN) {
            created.beginAtMeans(data.featureMeans());
        }
        return created;
    }

    /** Blocks that do not fit the data or each other are a mistake in the configuration. */
    private static Architecture architecture(ModelConfig model, ImageShape shape) {
        Initialisation initialisation = switch (model.initialisation()) {
            case GLOROT_UNIFORM, FAN_IN_UNIFORM -> new OfNetwork();
            case HE -> new He();
            case ORTHOGONAL -> new Orthogonal();
        };
        try {
            return new Architecture(
                    new Shape.Image(shape.channels(), shape.height(), shape.width()),
                    model.encoder(),
                    model.latent(),
                    model.decoder(),
                    new Style(model.activation(), initialisation));
        } catch (IllegalArgumentException e) {
            throw new ConfigException(e.getMessage(), e);
        }
    }

    private static LatentModel created(ModelSpec spec, Optimiser optimiser, long seed) {
        try {
            return LatentModel.create(spec, optimiser, seed, DataType.FLOAT);
        } catch (IllegalArgumentException e) {
            throw new ConfigException(e.getMessage(), e);
        }
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
