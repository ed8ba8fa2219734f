package org.vae4j.experiment.run.evaluation;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.vae4j.data.ExampleSet;
import org.vae4j.eval.BatchThreads;
import org.vae4j.eval.ElboEvaluation;
import org.vae4j.eval.Metric;
import org.vae4j.experiment.config.BoundNames;
import org.vae4j.experiment.config.section.EvaluationConfig;
import org.vae4j.experiment.run.backend.Backend;
import org.vae4j.experiment.run.configured.ConfiguredData;
import org.vae4j.math.Streams;
import org.vae4j.model.LatentModel;
import org.vae4j.objective.ElboTerms;

/** Evaluates a model on a part of the data: means over all its examples, with the same noise at each evaluation. */
public final class Evaluation {

    private final ConfiguredData data;
    private final EvaluationConfig config;
    private final BatchThreads threads;
    private final long noise;

    /**
     * Prepares evaluations. Their noise is derived from the seed of the data alone, apart from that of the training.
     *
     * @param data the data of the run
     * @param config the size of a batch and the further metrics
     * @param threads the number of batches that are evaluated at once, at least 1; results do not depend on it
     */
    public Evaluation(ConfiguredData data, EvaluationConfig config, int threads) {
        this.data = data;
        this.config = config;
        this.threads = new BatchThreads(threads);
        this.noise = Streams.derive(data.seed(), "eval");
    }

    /**
     * Estimates the ELBO.
     *
     * @param model the model
     * @param part the examples
     * @param samples the number of draws of z per example
     * @return means over the examples
     */
    public ElboEvaluation elbo(LatentModel model, ExampleSet part, int samples) {
        if (!threads.shares(model)) {
            return ElboEvaluation.of(model, batches(part), samples, noise);
        }
        return Backend.withSingleThreadedProducts(
                () -> ElboEvaluation.of(model, batches(part), samples, noise, threads));
    }

    DataSetIterator batches(ExampleSet part) {
        return data.evaluation(part, config.batchSize());
    }

    long noise() {
        return noise;
    }

    /**
     * Computes the further metrics that the configuration asks for.
     *
     * @param model the model
     * @param part the examples
     * @return the values of each metric by its name; empty when the configuration names none
     */
    public Optional<Map<String, Map<String, Double>>> others(LatentModel model, ExampleSet part) {
        Map<String, Map<String, Double>> values = new LinkedHashMap<>();
        for (Metric metric : config.metrics()) {
            values.put(
                    metric.name(),
                    metric.of(model, batches(part), Streams.derive(data.seed(), "metric " + metric.name())));
        }
        return Optional.of(values).filter(found -> !found.isEmpty());
    }

    /**
     * Formats the ELBO and the values of the objective's terms for {@code metrics.jsonl}.
     *
     * @param names the names of the numbers, which depend on the likelihood
     * @param terms the means over the examples
     * @return values per example by their names in the file, which the caller may extend
     */
    public static Map<String, Object> metrics(BoundNames names, ElboTerms terms) {
        Map<String, Object> metrics = new LinkedHashMap<>();
        metrics.put(names.total(), terms.negElboNats());
        metrics.put(names.reconstruction(), terms.reconstructionNats());
        if (names.hasKl()) {
            metrics.put("klNats", terms.klNats());
        }
        if (!terms.others().isEmpty()) {
            metrics.put("terms", terms.others());
        }
        return metrics;
    }

    /**
     * Formats the ELBO for {@code eval/test.json}, with the standard error of the negative ELBO over the examples.
     *
     * @param names the names of the numbers, which depend on the likelihood
     * @param evaluation the evaluation
     * @return values per example by their names in the file, which the caller may extend
     */
    public static Map<String, Object> metrics(BoundNames names, ElboEvaluation evaluation) {
        Map<String, Object> metrics = metrics(names, evaluation.terms());
        metrics.put(names.standardError(), evaluation.standardErrorNats());
        return metrics;
    }
}
