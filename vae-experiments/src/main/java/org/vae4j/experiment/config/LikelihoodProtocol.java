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
 * What a likelihood or an ELBO was measured on. Numbers of one protocol compare; across protocols the same model
 * differs by several nats, or by everything.
 *
 * @param data which images, for example {@code mnist}; generated ones with all that they depend on, and
 *     what a model with a condition was told of them
 * @param binarisation {@code none}, {@code dynamic}, {@code static} for the published set, or another by its name
 * @param measure what log p is the logarithm of
 */
public record LikelihoodProtocol(String data, String binarisation, Measure measure) {

    /**
     * The protocol of a run.
     *
     * @param config resolved
     * @return nothing when it trains no model, or is of data of the user's own, whose description says more
     */
    public static Optional<LikelihoodProtocol> of(ExperimentConfig config) {
        if (config.data().flatMap(DataConfig::source).isPresent()) {
            return Optional.empty();
        }
        return config.data().flatMap(data -> config.model().map(model -> of(data, model)));
    }

    /**
     * The protocol of a run of data of the user's own.
     *
     * @param config resolved
     * @param own what was found in the data
     * @return named by the content of the part that results are reported on
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
                own.name() + " of content " + own.sha256().substring(0, 10) + unit(model), data.protocol(), measure);
    }

    private static LikelihoodProtocol of(DataConfig data, ModelConfig model) {
        // p(x|label) is another number than p(x).
        String told = model.condition() == ModelConfig.Condition.LABEL ? " given their labels" : "";
        return new LikelihoodProtocol(images(data) + told + unit(model), data.protocol(), measure(data, model));
    }

    /** The measure of a likelihood as it is evaluated: with a frozen σ, where it has one. */
    private static Measure measure(DataConfig data, ModelConfig model) {
        Likelihood likelihood = model.newLikelihood(data.values()).calibrated(1).forEvaluation();
        if (data.values() == ValueRange.BINARY && likelihood.hasDensity() && isContinuous(likelihood.support())) {
            // Refused today. A run of version 0.1 may be of it, and its number is set apart by the binarisation.
            return Measure.DENSITY;
        }
        return Measure.of(likelihood, data.values());
    }

    /** A loss is a unit of its own, with all its settings. */
    private static String unit(ModelConfig model) {
        return model.hasDensity() ? "" : " by the loss " + Yaml.toTree(model.likelihood());
    }

    private static boolean isContinuous(ValueRange support) {
        return support == ValueRange.UNIT_INTERVAL || support == ValueRange.REAL;
    }

    /**
     * The protocol of a run whose model has no frozen σ, as those of version 0.1 with the likelihood gaussian_optimal.
     *
     * @return with the measure {@link Measure#BATCH_DENSITY}, which compares with no density
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
     * @param byRun the protocol of each run, by the name that a person knows it by
     * @throws ConfigException in one line, when there are two
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

    /** {@return in words: the images, the binarisation, the measure} */
    @Override
    public String toString() {
        return data + ", binarisation " + binarisation + ", "
                + measure.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
