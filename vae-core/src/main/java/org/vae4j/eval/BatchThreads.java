package org.vae4j.eval;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.vae4j.model.LatentModel;
import org.vae4j.model.Replica;

/**
 * Evaluates the batches of a data set on several threads, each with a network of its own that reads the model's
 * parameters.
 *
 * <p>No batch is divided, and the results are passed on in the order of the batches. The outcome is therefore the same
 * to the bit for any number of threads, as long as each matrix product runs on one thread. Instances are not safe for
 * use by several threads.
 */
public final class BatchThreads {

    private final int count;
    /** Replicas of the model that was evaluated last; a training evaluates the same model in every epoch. */
    private final List<Replica> replicas = new ArrayList<>();

    private LatentModel replicated;

    /**
     * A computation on one batch.
     *
     * @param <T> the type of the result
     */
    @FunctionalInterface
    public interface Measure<T> {

        /**
         * Evaluates one batch.
         *
         * @param model the model, for this thread alone
         * @param x the batch's features, {@code [examples, features]}
         * @param firstExample the number of the batch's first example in the data, ≥ 0
         * @return the result
         */
        T of(LatentModel model, INDArray x, long firstExample);
    }

    /**
     * Creates threads for evaluations; they start with each evaluation and end with it.
     *
     * @param count number of threads that compute at once, the caller's included, ≥ 1
     */
    public BatchThreads(int count) {
        if (count < 1) {
            throw new IllegalArgumentException("found " + count + " threads, expected a number >= 1");
        }
        this.count = count;
    }

    /**
     * Whether a model's batches can be evaluated at the same time.
     *
     * @param model the model
     * @return false for one thread, and for an objective that depends on a batch as a whole, because it may keep state
     *     from batch to batch
     */
    public boolean shares(LatentModel model) {
        return count > 1 && model.compiled().perExample();
    }

    /**
     * Evaluates all batches, on one thread where the model {@linkplain #shares cannot be shared}.
     *
     * @param model the model; its parameters are unchanged
     * @param data features; read to the end and reset
     * @param measure the computation on each batch
     * @param receiver receives the results in the order of the batches, on the caller's thread
     * @param <T> the type of the results
     */
    public <T> void evaluate(LatentModel model, DataSetIterator data, Measure<T> measure, Consumer<T> receiver) {
        BatchQueue<T> queue = new BatchQueue<>(data, measure);
        if (shares(model)) {
            replicate(model);
            queue.runAll(Stream.concat(Stream.of(model), replicas.stream().map(Replica::model))
                    .toList());
            queue.results().forEach(receiver);
        } else {
            while (data.hasNext()) {
                receiver.accept(queue.next(model));
            }
        }
        data.reset();
    }

    /** Makes the replicas for a new model, and copies the parameters that the model has now. */
    private void replicate(LatentModel model) {
        if (replicated != model) {
            replicas.clear();
            for (int i = 1; i < count; i++) {
                replicas.add(Replica.of(model));
            }
            replicated = model;
        }
        replicas.forEach(Replica::catchUp);
    }
}
