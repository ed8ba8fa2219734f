package org.vae4j.experiment.run;

import java.util.LinkedHashMap;
import java.util.Map;
import org.vae4j.data.ImageSet;
import org.vae4j.data.iterator.ImageBatchIterator;
import org.vae4j.experiment.config.EvaluationConfig;
import org.vae4j.math.Streams;
import org.vae4j.model.LatentModel;
import org.vae4j.objective.ElboTerms;

/** The ELBO of a part of the data: the mean over all its examples, with noise of its own that never changes. */
final class Evaluation {

    private final ConfiguredData data;
    private final EvaluationConfig config;
    private final long noise;

    Evaluation(ConfiguredData data, EvaluationConfig config) {
        this.data = data;
        this.config = config;
        this.noise = Streams.derive(data.seed(), "eval");
    }

    /** Means over the examples and over {@code samples} draws of z for each. */
    ElboTerms elbo(LatentModel model, ImageSet part, int samples) {
        ElboTerms terms = ElboTerms.NONE;
        for (int sample = 0; sample < samples; sample++) {
            ImageBatchIterator batches = data.evaluation(part, config.batchSize());
            for (int batch = 0; batches.hasNext(); batch++) {
                long position = (long) sample * batches.batchesPerEpoch() + batch;
                terms = terms.plus(model.elbo(batches.next().getFeatures(), Streams.at(noise, position)));
            }
        }
        return terms;
    }

    /** As {@code metrics.jsonl} and {@code eval/test.json} have it, in nats per example. */
    static Map<String, Object> metrics(ElboTerms terms) {
        Map<String, Object> metrics = new LinkedHashMap<>();
        metrics.put("negElboNats", terms.negElboNats());
        metrics.put("reconstructionNats", terms.reconstructionNats());
        metrics.put("klNats", terms.klNats());
        return metrics;
    }
}
