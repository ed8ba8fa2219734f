package org.vae4j.experiment.config;

import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.vae4j.experiment.config.binding.ConfigException;
import org.vae4j.experiment.config.section.DataConfig;
import org.vae4j.experiment.config.section.ModelConfig;
import org.vae4j.experiment.config.section.TrainingConfig;
import org.vae4j.latent.Prior;
import org.vae4j.model.spec.DecoderLayout;
import org.vae4j.objective.Need;

/**
 * The table of keys that have no effect under some settings of other keys. Setting such a key to another value than the
 * experiment's default is an error: a key that is ignored would give one experiment two names, and a sweep over it
 * would compare a model with itself. The keys of updaters have a table of their own.
 */
final class IgnoredKeys {

    /**
     * A key, the condition under which it is ignored, and the reason.
     *
     * @param key the dotted key of a value or of a whole section
     * @param isIgnored whether the key is ignored in a configuration
     * @param because the reason, as a clause of a message
     */
    private record Rule(String key, Predicate<ExperimentConfig> isIgnored, String because) {

        /** Whether the rule is about a key: this one, or one of this section. */
        boolean holdsFor(String other) {
            return other.equals(key) || other.startsWith(key + ".");
        }
    }

    private static final String NOTHING_DRAWN = "model.kind=autoencoder has no KL term and draws nothing";

    private static final String NO_PRIOR = "model.kind=autoencoder learns no prior, and is pulled to one only by a term"
            + " that needs draws of it, such as adversarial or mmd";

    private static final String ONLY_OWN_DATA = "only data of your own, which data.source names, are read so";

    private static final String DRAWN_IN_SIZE =
            "generated images are drawn in the size and the colours that data.lines and data.sprites say";

    private static final List<Rule> RULES = List.of(
            new Rule("objective.beta", IgnoredKeys::isAutoencoder, NOTHING_DRAWN),
            new Rule("objective.betaWarmupEpochs", IgnoredKeys::isAutoencoder, NOTHING_DRAWN),
            new Rule("evaluation.samples", IgnoredKeys::isAutoencoder, NOTHING_DRAWN),
            new Rule("model.posterior", IgnoredKeys::isAutoencoder, NOTHING_DRAWN),
            new Rule("model.transforms", IgnoredKeys::isAutoencoder, NOTHING_DRAWN),
            new Rule("model.prior", IgnoredKeys::hasNoUseForPrior, NO_PRIOR),
            new Rule("model.hierarchy", IgnoredKeys::isAutoencoder, NOTHING_DRAWN),
            new Rule("model.sigma", isNot("gaussian"), "only model.likelihood=gaussian has a given sigma"),
            new Rule(
                    "model.minSigma",
                    isNot("gaussian_per_pixel"),
                    "only model.likelihood=gaussian_per_pixel has a floor"),
            new Rule("model.activation", IgnoredKeys::isLinear, "the network has no hidden layers"),
            new Rule(
                    "training.lagging.encoderSteps",
                    lags(lagging -> lagging.epochs() == 0),
                    "training.lagging.epochs is 0"),
            new Rule(
                    "training.lagging.epochs",
                    lags(lagging -> lagging.encoderSteps() == 0),
                    "training.lagging.encoderSteps is 0"),
            new Rule(
                    "training.lagging.window",
                    lags(lagging -> !lagging.steps().isWanted()),
                    "training.lagging lets no encoder catch up"),
            new Rule("data.lines", IgnoredKeys::isNoLines, "only data.name=lines is generated"),
            new Rule(
                    "data.sprites",
                    config -> config.data()
                            .filter(data -> !data.generatesSprites())
                            .isPresent(),
                    "only data.name=sprites is made of them"),
            new Rule("data.dir", IgnoredKeys::isOwn, "data.source says where the data are"),
            new Rule("data.format", IgnoredKeys::isCatalogued, ONLY_OWN_DATA),
            new Rule("data.shape", IgnoredKeys::isCatalogued, ONLY_OWN_DATA),
            new Rule("data.crop", IgnoredKeys::isGenerated, DRAWN_IN_SIZE),
            new Rule("data.resize", IgnoredKeys::isGenerated, DRAWN_IN_SIZE),
            new Rule("data.pad", IgnoredKeys::isGenerated, DRAWN_IN_SIZE),
            new Rule("data.colour", IgnoredKeys::isGenerated, DRAWN_IN_SIZE),
            new Rule("data.labels", IgnoredKeys::isCatalogued, ONLY_OWN_DATA),
            new Rule("data.range", IgnoredKeys::isCatalogued, ONLY_OWN_DATA),
            new Rule("data.split", IgnoredKeys::isCatalogued, ONLY_OWN_DATA),
            new Rule(
                    "data.seed",
                    config -> config.data().filter(data -> !data.usesSeed()).isPresent(),
                    "only data.name=lines, data.name=sprites and data.binarisation=static are drawn with it"),
            new Rule(
                    "data.binarisation",
                    config -> config.data().filter(DataConfig::comesBinary).isPresent(),
                    "its pixels are 0 and 1 as they were published"),
            new Rule(
                    "data.dequantise",
                    config -> config.data().filter(DataConfig::comesBinary).isPresent(),
                    "its pixels are 0 and 1 as they were published"));

    private IgnoredKeys() {}

    /** Lists the reasons why a key may have no effect; empty where it always has one. */
    static List<String> conditions(String key) {
        return RULES.stream()
                .filter(rule -> rule.holdsFor(key))
                .map(Rule::because)
                .distinct()
                .toList();
    }

    /** Lists the keys, also of whole sections, that have no effect in a configuration. */
    static List<String> of(ExperimentConfig config) {
        return RULES.stream()
                .filter(rule -> rule.isIgnored.test(config))
                .map(Rule::key)
                .toList();
    }

    private static boolean isAutoencoder(ExperimentConfig config) {
        return config.model()
                .filter(m -> m.kind() == ModelConfig.Kind.AUTOENCODER)
                .isPresent();
    }

    private static boolean hasNoUseForPrior(ExperimentConfig config) {
        boolean learned = config.model()
                .filter(m -> m.prior().source() != Prior.Source.NONE)
                .isPresent();
        boolean drawn = config.objective().stream()
                .flatMap(objective -> objective.terms().stream())
                .anyMatch(term -> term.needs().contains(Need.PRIOR_DRAWS));
        return isAutoencoder(config) && (learned || !drawn);
    }

    private static boolean isLinear(ExperimentConfig config) {
        return config.model()
                .filter(m -> m.encoder().isEmpty()
                        && (!(m.decoder() instanceof DecoderLayout.Listed listed)
                                || listed.blocks().isEmpty()))
                .isPresent();
    }

    private static boolean isNoLines(ExperimentConfig config) {
        return config.data().filter(data -> !data.generatesLines()).isPresent();
    }

    private static boolean isOwn(ExperimentConfig config) {
        return config.data().flatMap(DataConfig::source).isPresent();
    }

    private static boolean isGenerated(ExperimentConfig config) {
        return config.data()
                .filter(data -> data.generatesLines() || data.generatesSprites())
                .isPresent();
    }

    private static boolean isCatalogued(ExperimentConfig config) {
        return config.data().filter(data -> data.source().isEmpty()).isPresent();
    }

    private static Predicate<ExperimentConfig> lags(Predicate<TrainingConfig.LaggingConfig> how) {
        return config ->
                config.training().map(TrainingConfig::lagging).filter(how).isPresent();
    }

    private static Predicate<ExperimentConfig> isNot(String likelihood) {
        return config -> config.model()
                .filter(m -> !m.likelihood().name().equals(likelihood))
                .isPresent();
    }

    /**
     * Refuses a configuration that sets an ignored key.
     *
     * @param config the resolved configuration
     * @param base the experiment's default configuration
     * @throws ConfigException for the first key that differs from its default and is ignored
     */
    static void refuse(ExperimentConfig config, ExperimentConfig base) {
        Map<String, String> usual = base.flat();
        config.flat().forEach((key, value) -> {
            if (!value.equals(usual.get(key))) {
                RULES.stream()
                        .filter(rule -> rule.holdsFor(key) && rule.isIgnored.test(config))
                        .findFirst()
                        .ifPresent(rule -> {
                            throw new ConfigException(key + ": found " + value + ", expected "
                                    + usual.get(key) + " as by default, because " + rule.because
                                    + ": leave it out, it would change nothing");
                        });
            }
        });
    }
}
