package org.vae4j.experiment.config;

import java.util.Iterator;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.vae4j.data.source.own.DataDescription;
import org.vae4j.data.DataRange;
import org.vae4j.experiment.config.section.DataConfig;
import org.vae4j.experiment.config.section.LinesConfig;
import org.vae4j.experiment.config.section.ModelConfig;

/**
 * What a likelihood or an ELBO was measured on. Numbers of one protocol compare; across protocols the same model differs by
 * several nats, or by everything.
 *
 * @param data which images, for example {@code mnist}; generated ones with all that they depend on
 * @param binarisation {@code none}, {@code dynamic}, {@code static} for the published set, or another by its name
 * @param measure what log p is the logarithm of
 */
public record LikelihoodProtocol(String data, String binarisation, Measure measure) {

    /** What log p is the logarithm of. */
    public enum Measure {
        /** Of a probability of binary pixels. */
        PROBABILITY,
        /** Of no probability: a Bernoulli likelihood of grey pixels, the cross-entropy. */
        CROSS_ENTROPY,
        /** Of a probability density. */
        DENSITY
    }

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
        boolean bernoulli = model.likelihood() == ModelConfig.LikelihoodKind.BERNOULLI
                || model.likelihood() == ModelConfig.LikelihoodKind.AUTO && own.values() != DataRange.REAL;
        boolean binary = own.values() == DataRange.BINARY || !data.binarisation().equals("none");
        Measure measure =
                !bernoulli ? Measure.DENSITY : binary ? Measure.PROBABILITY : Measure.CROSS_ENTROPY;
        return new LikelihoodProtocol(
                own.name() + " of content " + own.sha256().substring(0, 10), data.protocol(), measure);
    }

    private static LikelihoodProtocol of(DataConfig data, ModelConfig model) {
        String binarisation = data.protocol();
        Measure measure = model.likelihood() != ModelConfig.LikelihoodKind.BERNOULLI
                ? Measure.DENSITY
                : binarisation.equals("none") ? Measure.CROSS_ENTROPY : Measure.PROBABILITY;
        return new LikelihoodProtocol(images(data), binarisation, measure);
    }

    private static String images(DataConfig data) {
        if (!data.name().equals("lines")) {
            return data.name().equals("mnist-larochelle") ? "mnist" : data.name();
        }
        LinesConfig lines = data.lines();
        return "lines of " + lines.size() + " pixels, " + lines.colour().name().toLowerCase(Locale.ROOT) + ", seed "
                + data.seed();
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
