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

/** What the posteriors of held-out examples say, and how far the ELBO is from log p(x), for a variational model. */
public final class Diagnostics {

    /** The most examples of the test set that are looked at in the end, which takes a few seconds. */
    static final int MOST_EXAMPLES = 10_000;

    /** Enough to see whether information grows: log 1,000 is what so many can tell apart. */
    private static final int INFORMATION_EXAMPLES = 1000;

    /** Enough to see a gap of a tenth of a nat in a tenth of a second. */
    private static final int GAP_EXAMPLES = 100;

    private static final int GAP_SAMPLES = 64;

    private final ConfiguredData data;
    private final EvaluationConfig config;
    private final int draws;
    private final long seed;

    /**
     * Prepares diagnostics of a run.
     *
     * @param data the data of the run
     * @param config how many examples are used
     * @param draws k, over which the objective bounds log p(x) where it weighs draws
     */
    public Diagnostics(ConfiguredData data, EvaluationConfig config, int draws) {
        this.data = data;
        this.config = config;
        this.draws = draws;
        this.seed = Streams.derive(data.seed(), "eval");
    }

    /**
     * The diagnostics of a head of the validation examples, or of the test examples where there are none; empty when
     * switched off.
     *
     * @param model the model
     */
    public Optional<PosteriorDiagnostics> afterEpoch(LatentModel model) {
        ExampleSet part = data.valid().orElse(data.split().test());
        return config.diagnosticsExamples() == 0
                ? Optional.empty()
                : of(model, part, Math.min(part.size(), config.diagnosticsExamples()));
    }

    /**
     * The diagnostics of the test examples.
     *
     * @param model the model
     */
    public Optional<PosteriorDiagnostics> atTheEnd(LatentModel model) {
        ExampleSet part = data.split().test();
        return of(model, part, Math.min(part.size(), MOST_EXAMPLES));
    }

    /**
     * The mutual information of example and latent, of a head of the validation examples, or of the training examples
     * where there are none: test examples decide nothing in a training.
     *
     * @param model the model
     * @return nats; NaN where it can't be estimated
     */
    public double informationNats(LatentModel model) {
        ExampleSet part = data.valid().orElse(data.split().train());
        return of(model, part, Math.min(part.size(), INFORMATION_EXAMPLES))
                .map(PosteriorDiagnostics::mutualInformationNats)
                .orElse(Double.NaN);
    }

    private Optional<PosteriorDiagnostics> of(LatentModel model, ExampleSet part, int examples) {
        if (!model.isVariational() || !model.posterior().hasDensity()) {
            return Optional.empty();
        }
        return Optional.of(PosteriorDiagnostics.of(
                model,
                data.evaluation(part.head(examples), config.batchSize()),
                examples,
                Streams.derive(seed, "diagnostics")));
    }

    /** The diagnostics of each stochastic layer, from the one next to the data on. */
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
     * The diagnostics as {@code metrics.jsonl} has them; the gap is that of a few validation examples.
     *
     * @param model the model
     * @param found the diagnostics
     */
    public Map<String, Object> metricsOfAnEpoch(LatentModel model, PosteriorDiagnostics found) {
        return metrics(model, found, data.valid().orElse(data.split().test()));
    }

    /**
     * The diagnostics as {@code eval/test.json} has them; the gap is that of a few test examples.
     *
     * @param model the model
     * @param found the diagnostics
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
            int examples = Math.min(part.size(), GAP_EXAMPLES);
            BoundSweep sweep = new ImportanceSampling(model, GAP_SAMPLES)
                    .sweep(
                            data.evaluation(part.head(examples), config.batchSize()),
                            draws > 1 && draws < GAP_SAMPLES ? List.of(1, draws) : List.of(1),
                            Streams.derive(seed, "gap"),
                            done -> {});
            double gap = sweep.bounds().get(0).negBoundNats() - sweep.estimate().negLogLikelihoodNats();
            Map<String, Double> bounds = new LinkedHashMap<>();
            sweep.bounds().forEach(bound -> bounds.put(String.valueOf(bound.samples()), bound.negBoundNats()));
            bounds.put(String.valueOf(GAP_SAMPLES), sweep.estimate().negLogLikelihoodNats());
            metrics.put("negBoundNatsBySamples", bounds);
            metrics.put("effectiveSampleSize", sweep.estimate().effectiveSampleSize());
            metrics.put("elboGapNats", gap);
            metrics.put("elboGapSamples", GAP_SAMPLES);
            metrics.put("elboGapExamples", examples);
        }
        return metrics;
    }
}
