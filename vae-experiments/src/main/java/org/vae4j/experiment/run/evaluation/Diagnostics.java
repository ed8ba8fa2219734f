package org.vae4j.experiment.run.evaluation;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.vae4j.data.ExampleSet;
import org.vae4j.eval.aggregate.PosteriorDiagnostics;
import org.vae4j.eval.importance.BoundSweep;
import org.vae4j.eval.importance.ImportanceSampling;
import org.vae4j.experiment.config.section.EvaluationConfig;
import org.vae4j.experiment.run.configured.ConfiguredData;
import org.vae4j.likelihood.Likelihood;
import org.vae4j.math.Streams;
import org.vae4j.model.LatentModel;

/**
 * Measures the posteriors of held-out examples (KL per dimension, active units, mutual information) and the gap between
 * the ELBO and log p(x), for a variational model. With S = 64 importance samples, the gap is
 *
 * <pre>
 * L_1 - L_S,   L_k = -log (1/k) Σ_s p(x, z_s) / q(z_s|x)   mean over the examples, in nats
 * </pre>
 */
public final class Diagnostics {

    /** At most this many test examples are used after training, which takes a few seconds. */
    private static final int MAX_TEST_EXAMPLES = 10_000;

    /** They show whether the information grows, up to 6.9 nats: the estimate from n examples cannot exceed log n. */
    private static final int INFORMATION_EXAMPLES = 1000;

    /** With {@link #GAP_SAMPLES} samples each, they show a gap of a tenth of a nat in a tenth of a second. */
    private static final int GAP_EXAMPLES = 100;

    private static final int GAP_SAMPLES = 64;

    private final ConfiguredData data;
    private final EvaluationConfig config;
    private final int draws;
    private final long seed;

    /**
     * Prepares the diagnostics of a run.
     *
     * @param data the data of the run
     * @param config the number of examples used after each epoch, and the size of a batch
     * @param draws the draws per example with which the model is trained; its bound with as many samples is reported
     *     too
     */
    public Diagnostics(ConfiguredData data, EvaluationConfig config, int draws) {
        this.data = data;
        this.config = config;
        this.draws = draws;
        this.seed = Streams.derive(data.seed(), "eval");
    }

    /**
     * Measures the first validation examples, or the first test examples where there are none to validate by.
     *
     * @param model the model
     * @return the diagnostics; empty when they are switched off or q(z|x) has no density
     */
    public Optional<PosteriorDiagnostics> afterEpoch(LatentModel model) {
        ExampleSet part = data.valid().orElse(data.split().test());
        return config.diagnosticsExamples() == 0
                ? Optional.empty()
                : measured(model, part, Math.min(part.size(), config.diagnosticsExamples()));
    }

    /**
     * Measures the test examples.
     *
     * @param model the model
     * @return the diagnostics; empty when q(z|x) has no density
     */
    public Optional<PosteriorDiagnostics> atTheEnd(LatentModel model) {
        ExampleSet part = data.split().test();
        return measured(model, part, Math.min(part.size(), MAX_TEST_EXAMPLES));
    }

    /**
     * Estimates the mutual information of example and latent from the first validation examples, or the first training
     * examples where there are none. Training depends on this number, so that it must not see test examples.
     *
     * @param model the model
     * @return nats; NaN where it can't be estimated
     */
    public double informationNats(LatentModel model) {
        ExampleSet part = data.valid().orElse(data.split().train());
        return measured(model, part, Math.min(part.size(), INFORMATION_EXAMPLES))
                .map(PosteriorDiagnostics::mutualInformationNats)
                .orElse(Double.NaN);
    }

    private Optional<PosteriorDiagnostics> measured(LatentModel model, ExampleSet part, int examples) {
        if (!model.isVariational() || !model.posterior().hasDensity()) {
            return Optional.empty();
        }
        return Optional.of(PosteriorDiagnostics.of(
                model,
                data.evaluation(part.head(examples), config.batchSize()),
                examples,
                Streams.derive(seed, "diagnostics")));
    }

    /** The diagnostics of each stochastic layer, beginning with the one next to the data. */
    private static List<Map<String, Object>> levels(PosteriorDiagnostics found) {
        return found.levels().stream()
                .<Map<String, Object>>map(level -> {
                    Map<String, Object> metrics = new LinkedHashMap<>();
                    metrics.put("dimensions", level.dimensions());
                    metrics.put("klNats", level.klNats());
                    metrics.put("activeUnits", level.activeUnits());
                    return metrics;
                })
                .toList();
    }

    /**
     * Formats the diagnostics for {@code metrics.jsonl}, with the gap of a few validation examples.
     *
     * @param model the model
     * @param found the diagnostics
     * @return the values by their names in the file
     */
    public Map<String, Object> metricsOfAnEpoch(LatentModel model, PosteriorDiagnostics found) {
        return metrics(model, found, data.valid().orElse(data.split().test()));
    }

    /**
     * Formats the diagnostics for {@code eval/test.json}, with the gap of a few test examples.
     *
     * @param model the model
     * @param found the diagnostics
     * @return the values by their names in the file
     */
    public Map<String, Object> metricsOfTheEnd(LatentModel model, PosteriorDiagnostics found) {
        return metrics(model, found, data.split().test());
    }

    private Map<String, Object> metrics(LatentModel model, PosteriorDiagnostics found, ExampleSet part) {
        Map<String, Object> metrics = new LinkedHashMap<>();
        metrics.put("klPerDimensionNats", found.klPerDimensionNats());
        metrics.put("posteriorMeanVariance", found.posteriorMeanVariance());
        metrics.put("activeUnits", found.activeUnits());
        if (found.levels().size() > 1) {
            metrics.put("levels", levels(found));
        }
        if (!Double.isNaN(found.mutualInformationNats())) {
            metrics.put("mutualInformationNats", found.mutualInformationNats());
            metrics.put("marginalKlNats", found.marginalKlNats());
        }
        if (!Double.isNaN(found.totalCorrelationNats())) {
            metrics.put("totalCorrelationNats", found.totalCorrelationNats());
            metrics.put("dimensionKlNats", found.dimensionKlNats());
        }
        metrics.put("examples", found.examples());
        Likelihood likelihood = model.compiled().likelihood();
        if (likelihood.hasDensity() && !likelihood.dependsOnBatch()) {
            metrics.putAll(gap(model, part.head(Math.min(part.size(), GAP_EXAMPLES))));
        }
        return metrics;
    }

    /** The bounds with 1, with {@code draws} and with {@value #GAP_SAMPLES} samples, and the gap of the first. */
    private Map<String, Object> gap(LatentModel model, ExampleSet examples) {
        BoundSweep sweep = new ImportanceSampling(model, GAP_SAMPLES)
                .sweep(
                        data.evaluation(examples, config.batchSize()),
                        draws > 1 && draws < GAP_SAMPLES ? List.of(1, draws) : List.of(1),
                        Streams.derive(seed, "gap"),
                        done -> {});
        double negLogLikelihoodNats = sweep.estimate().negLogLikelihoodNats();
        Map<String, Double> bounds = new LinkedHashMap<>();
        sweep.bounds().forEach(bound -> bounds.put(String.valueOf(bound.samples()), bound.negBoundNats()));
        bounds.put(String.valueOf(GAP_SAMPLES), negLogLikelihoodNats);
        Map<String, Object> metrics = new LinkedHashMap<>();
        metrics.put("negBoundNatsBySamples", bounds);
        metrics.put("effectiveSampleSize", sweep.estimate().effectiveSampleSize());
        metrics.put("elboGapNats", sweep.bounds().get(0).negBoundNats() - negLogLikelihoodNats);
        metrics.put("elboGapSamples", GAP_SAMPLES);
        metrics.put("elboGapExamples", examples.size());
        return metrics;
    }
}
