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

/** The ELBO of a part of the data: the mean over all its examples, with noise of its own that never changes. */
public final class Evaluation {

    private final ConfiguredData data;
    private final EvaluationConfig config;
    private final BatchThreads threads;
    private final long noise;

    /**
     * Prepares evaluations; their noise comes from a stream of its own.
     *
     * @param data the data of the run
     * @param config the size of a batch
     * @param threads how many batches are evaluated at once, at least 1; what comes out does not depend on it
     */
    public Evaluation(ConfiguredData data, EvaluationConfig config, int threads) {
        this.data = data;
        this.config = config;
        this.threads = new BatchThreads(threads);
        this.noise = Streams.derive(data.seed(), "eval");
    }

    /**
     * The ELBO over the examples, with {@code samples} draws of z for each.
     *
     * @param model the model
     * @param part the examples
     * @param samples how many draws of z per example
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
     * The further numbers that the configuration asks for.
     *
     * @param model the model
     * @param part the examples
     * @return the values of each metric, by its name; nothing where none is asked for
     */
    public Optional<Map<String, Map<String, Double>>> others(LatentModel model, ExampleSet part) {
        Map<String, Map<String, Double>> values = new LinkedHashMap<>();
        for (Metric metric : config.metrics()) {
            values.put(
                    metric.name(),
                    metric.of(
                            model,
                            data.evaluation(part, config.batchSize()),
                            Streams.derive(data.seed(), "metric " + metric.name())));
        }
        return Optional.of(values).filter(found -> !found.isEmpty());
    }

    /**
     * The metrics as {@code metrics.jsonl} has them, per example, with the value of each of the objective's terms.
     *
     * @param names what the numbers are called
     * @param terms the means over the examples
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
     * The metrics as {@code eval/test.json} has them: with the standard error of the negative ELBO over the examples.
     *
     * @param names what the numbers are called
     * @param evaluation the evaluation
     */
    public static Map<String, Object> metrics(BoundNames names, ElboEvaluation evaluation) {
        Map<String, Object> metrics = metrics(names, evaluation.terms());
        metrics.put(names.standardError(), evaluation.standardErrorNats());
        return metrics;
    }
}
