package org.vae4j.experiment.run.configured;

import java.util.Map;
import org.nd4j.linalg.api.buffer.DataType;
import org.vae4j.data.ExampleShape;
import org.vae4j.data.ImageShape;
import org.vae4j.data.VectorShape;
import org.vae4j.data.transform.Dequantisation;
import org.vae4j.experiment.config.ExperimentConfig;
import org.vae4j.experiment.config.binding.ConfigException;
import org.vae4j.experiment.config.section.ModelConfig;
import org.vae4j.likelihood.Likelihood;
import org.vae4j.likelihood.ValueRange;
import org.vae4j.likelihood.support.Measure;
import org.vae4j.math.Streams;
import org.vae4j.model.LatentModel;
import org.vae4j.model.spec.Architecture;
import org.vae4j.model.spec.ModelSpec;
import org.vae4j.model.spec.PseudoInputs;
import org.vae4j.network.Shape;
import org.vae4j.network.Style;
import org.vae4j.network.init.He;
import org.vae4j.network.init.Initialisation;
import org.vae4j.network.init.OfNetwork;
import org.vae4j.network.init.Orthogonal;
import org.vae4j.objective.Objective;
import org.vae4j.objective.Term;
import org.vae4j.update.optimiser.Optimiser;

/** Builds the model that a configuration describes, for the shape and the values of its data. */
public final class ConfiguredModel {

    private ConfiguredModel() {}

    /**
     * Builds a model with initial parameters.
     *
     * @param config a configuration with the sections model, objective and training
     * @param data the data; it determines the shape of the examples, and the start of the output bias and the
     *     pseudo-inputs where they begin at the data
     * @param batchesPerEpoch steps per epoch, by which schedules in epochs become schedules in steps
     * @return the untrained model
     * @throws ConfigException when parts of the configuration do not fit each other or the data
     */
    public static LatentModel create(ExperimentConfig config, ConfiguredData data, int batchesPerEpoch) {
        ModelConfig model = config.model().orElseThrow();
        ModelSpec spec =
                spec(model, data, config.objective().orElseThrow().objective(batchesPerEpoch, training(config, data)));
        Optimiser optimiser = ConfiguredUpdater.of(config, batchesPerEpoch);
        LatentModel created = created(spec, optimiser, config.seed());
        if (model.initialisation() == ModelConfig.Initialisation.FAN_IN_UNIFORM) {
            created.drawByFanIn(config.seed());
        }
        if (model.outputBias() == ModelConfig.OutputBias.DATA_MEAN) {
            created.beginAtMeans(data.featureMeans());
        }
        created.pseudoInputs()
                .filter(PseudoInputs::beginsAtData)
                .ifPresent(inputs -> beginAtData(inputs, data, config.seed()));
        return created;
    }

    /**
     * Lists the files that a new model reads besides its data, such as the weights of a perceptual loss.
     *
     * @param config the configuration
     * @param data the data
     * @return SHA-256 by path; usually empty
     * @throws ConfigException when a file is missing or malformed
     */
    public static Map<String, String> files(ExperimentConfig config, ConfiguredData data) {
        return likelihood(config.model().orElseThrow(), data).files();
    }

    /** Combines the parts of the model; parts that do not fit each other are an error of the configuration. */
    private static ModelSpec spec(ModelConfig model, ConfiguredData data, Objective objective) {
        Architecture network = architecture(model, data.split().train().shape()).conditionedOn(data.classes());
        Likelihood likelihood = likelihood(model, data);
        try {
            return new ModelSpec(network, model.latents(), likelihood, objective, model.draws());
        } catch (IllegalArgumentException e) {
            throw new ConfigException(e.getMessage(), e);
        }
    }

    private static Term.Training training(ExperimentConfig config, ConfiguredData data) {
        return new Term.Training(
                Streams.derive(config.seed(), "terms"), data.split().train().size());
    }

    /** Initialises the pseudo-inputs with training examples that are chosen at random. */
    private static void beginAtData(PseudoInputs inputs, ConfiguredData data, long seed) {
        int examples = data.split().train().size();
        if (inputs.count() > examples) {
            throw new ConfigException("model.prior.vamp.components: found " + inputs.count()
                    + " pseudo-inputs that begin at data of " + examples + " training examples, expected no more than"
                    + " there are: use fewer, or start: noise");
        }
        inputs.beginAt(data.training(inputs.count()).next().getFeatures(), seed);
    }

    /** Describes the networks; blocks that do not fit the data or each other are an error of the configuration. */
    private static Architecture architecture(ModelConfig model, ExampleShape shape) {
        Initialisation initialisation = switch (model.initialisation()) {
            case GLOROT_UNIFORM, FAN_IN_UNIFORM -> new OfNetwork();
            case HE -> new He();
            case ORTHOGONAL -> new Orthogonal();
        };
        try {
            return new Architecture(
                            shape(shape),
                            model.encoder(),
                            model.latent(),
                            model.decoder(),
                            new Style(model.activation(), initialisation))
                    .discriminatedBy(model.discriminator());
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

    private static Shape shape(ExampleShape shape) {
        if (shape instanceof ImageShape image) {
            return new Shape.Image(image.channels(), image.height(), image.width());
        }
        return new Shape.Features(((VectorShape) shape).columns());
    }

    /**
     * Makes the likelihood and checks it against the values of the data. Values of catalogued data were checked with
     * the configuration; those of the user's own data are known only now.
     */
    private static Likelihood likelihood(ModelConfig model, ConfiguredData data) {
        Likelihood likelihood = model.newLikelihood(data.values());
        boolean dequantised = data.handling().dequantisation() != Dequantisation.NONE;
        if (dequantised && likelihood.support() == ValueRange.LEVELS) {
            throw new ConfigException("data.dequantise: found uniform with the likelihood " + likelihood.name()
                    + ", which is of the 256 levels, expected none: leave it out, or choose a density");
        }
        if (data.own().isPresent()) {
            try {
                Measure.of(likelihood, data.values());
            } catch (IllegalArgumentException e) {
                throw new ConfigException(data.spec().name() + ": " + e.getMessage(), e);
            }
        }
        try {
            return likelihood.withFiles();
        } catch (IllegalArgumentException e) {
            throw new ConfigException(e.getMessage(), e);
        }
    }
}
