package org.vae4j.experiment.config;

import java.util.Iterator;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.vae4j.data.source.own.DataDescription;
import org.vae4j.experiment.config.binding.ConfigException;
import org.vae4j.experiment.config.binding.Yaml;
import org.vae4j.experiment.config.section.DataConfig;
import org.vae4j.experiment.config.section.LinesConfig;
import org.vae4j.experiment.config.section.ModelConfig;
import org.vae4j.likelihood.Likelihood;
import org.vae4j.likelihood.ValueRange;
import org.vae4j.likelihood.support.Measure;

/**
 * The protocol by which a likelihood or an ELBO was measured. Numbers of one protocol can be compared. Under different
 * protocols, numbers of the same model differ by several nats, or have no common unit at all.
 *
 * @param data the examples, for example {@code mnist}; of generated ones all settings that they depend on; and the
 *     labels if the model reads them
 * @param binarisation {@code none}, {@code dynamic}, {@code static} for the published set, or the name of another one
 * @param measure the kind of p(x): probability, density, or another
 */
public record LikelihoodProtocol(String data, String binarisation, Measure measure) {

    /** The digits of a hash that tell the contents of own data apart. */
    private static final int HASH_DIGITS = 10;

    /**
     * Finds the protocol of a run on a data set of the catalogue.
     *
     * @param config the resolved configuration
     * @return empty if the run trains no model, or uses the user's own data, whose protocol needs their description
     */
    public static Optional<LikelihoodProtocol> of(ExperimentConfig config) {
        if (config.data().flatMap(DataConfig::source).isPresent()) {
            return Optional.empty();
        }
        return config.data().flatMap(data -> config.model().map(model -> of(data, model)));
    }

    /**
     * Finds the protocol of a run on the user's own data.
     *
     * @param config the resolved configuration
     * @param own the description of the data
     * @return the protocol, which names the data by the content of the part that results are reported on
     */
    public static Optional<LikelihoodProtocol> of(ExperimentConfig config, DataDescription own) {
        return config.data().flatMap(data -> config.model().map(model -> of(data, model, own)));
    }

    private static LikelihoodProtocol of(DataConfig data, ModelConfig model, DataDescription own) {
        ValueRange values = data.binarisation().equals("none")
                ? ValueRange.valueOf(own.values().name())
                : ValueRange.BINARY;
        Measure measure = Measure.of(model.newLikelihood(values).calibrated(1).forEvaluation(), values);
        return new LikelihoodProtocol(
                own.name() + " of content " + own.sha256().substring(0, HASH_DIGITS) + unit(model),
                data.protocol(),
                measure);
    }

    private static LikelihoodProtocol of(DataConfig data, ModelConfig model) {
        // p(x|label) is another number than p(x).
        String condition = model.condition() == ModelConfig.Condition.LABEL ? " given their labels" : "";
        return new LikelihoodProtocol(images(data) + condition + unit(model), data.protocol(), measure(data, model));
    }

    /** The measure of a likelihood in evaluations, where a σ that training fits is frozen. */
    private static Measure measure(DataConfig data, ModelConfig model) {
        Likelihood likelihood = model.newLikelihood(data.values()).calibrated(1).forEvaluation();
        if (data.values() == ValueRange.BINARY && likelihood.hasDensity() && isContinuous(likelihood.support())) {
            // New runs refuse it; runs of version 0.1 may have it, and their binarisation sets them apart.
            return Measure.DENSITY;
        }
        return Measure.of(likelihood, data.values());
    }

    /** The unit of a model without a density: its loss with all settings. */
    private static String unit(ModelConfig model) {
        return model.hasDensity() ? "" : " by the loss " + Yaml.toTree(model.likelihood());
    }

    private static boolean isContinuous(ValueRange support) {
        return support == ValueRange.UNIT_INTERVAL || support == ValueRange.REAL;
    }

    /**
     * The same protocol for a run whose model has no frozen σ, such as one of version 0.1 with the likelihood
     * gaussian_optimal.
     *
     * @return a copy with the measure {@link Measure#BATCH_DENSITY}, which cannot be compared with densities
     */
    public LikelihoodProtocol ofBatches() {
        return new LikelihoodProtocol(data, binarisation, Measure.BATCH_DENSITY);
    }

    private static String images(DataConfig data) {
        if (data.generatesSprites()) {
            return "sprites of " + data.sprites().size() + " pixels, seed " + data.seed() + ", "
                    + data.sprites().test() + " of them";
        }
        if (!data.name().equals("lines")) {
            String changes = data.pictureRule().text();
            return (data.name().equals("mnist-larochelle") ? "mnist" : data.name())
                    + (changes.isEmpty() ? "" : " with " + changes);
        }
        LinesConfig lines = data.lines();
        return "lines of " + lines.size() + " pixels, " + lines.colour().name().toLowerCase(Locale.ROOT) + ", seed "
                + data.seed() + ", " + lines.test() + " of them";
    }

    /**
     * Refuses to compare runs of different protocols.
     *
     * @param byRun the protocol of each run, by the name that people know it by
     * @throws ConfigException if two protocols differ
     */
    public static void requireOne(Map<String, LikelihoodProtocol> byRun) {
        Iterator<Map.Entry<String, LikelihoodProtocol>> runs = byRun.entrySet().iterator();
        if (!runs.hasNext()) {
            return;
        }
        Map.Entry<String, LikelihoodProtocol> first = runs.next();
        runs.forEachRemaining(run -> {
            if (!run.getValue().equals(first.getValue())) {
                throw new ConfigException("found likelihoods on " + run.getValue() + " in " + run.getKey()
                        + ", expected " + first.getValue() + " as in " + first.getKey()
                        + ": nats of different protocols must not be compared");
            }
        });
    }

    /** {@return the images, the binarisation and the measure in words} */
    @Override
    public String toString() {
        return data + ", binarisation " + binarisation + ", "
                + measure.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
