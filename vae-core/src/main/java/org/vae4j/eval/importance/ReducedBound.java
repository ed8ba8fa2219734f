package org.vae4j.eval.importance;

import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.vae4j.layers.NoisePosition;
import org.vae4j.model.LatentModel;
import org.vae4j.objective.LatentBatch;
import org.vae4j.objective.Reducer;

/** The value of any reducer over a data set, at β = 1 and without terms. */
public final class ReducedBound {

    private ReducedBound() {}

    /**
     * Computes the bound over the number of draws that the model has in training.
     *
     * @param model the model; its parameters are unchanged
     * @param data features, at least one example; read to the end and reset
     * @param reducer the reducer whose value is computed
     * @param seed seed of the noise; an example's noise depends on its number in the data and not on the batches
     * @return mean over the examples, nats
     */
    public static double of(LatentModel model, DataSetIterator data, Reducer reducer, long seed) {
        double sum = 0;
        long first = 0;
        while (data.hasNext()) {
            model.elbo(data.next().getFeatures(), NoisePosition.evaluation(seed).fromExample(first));
            LatentBatch batch = model.lastBatch();
            batch.begin(reducer.divergence(), 1);
            reducer.reduce(batch, 1);
            for (double value : batch.objective()) {
                sum += value / batch.draws();
            }
            first += batch.examples();
        }
        data.reset();
        return sum / first;
    }
}
