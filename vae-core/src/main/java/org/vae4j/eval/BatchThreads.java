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
 * <p>No batch is divided, and what was found is handed over in the order of the batches. So the result is the same to
 * the bit for any number of threads, as long as each matrix product runs on one. Not safe for use by several threads.
 */
public final class BatchThreads {

    private final int count;
    /** Of the model that was evaluated last: its validation and its test follow each other, epoch after epoch. */
    private final List<Replica> replicas = new ArrayList<>();

    private LatentModel replicated;

    /**
     * What is computed for one batch.
     *
     * @param <T> what comes out
     */
    @FunctionalInterface
    public interface Measure<T> {

        /**
         * Evaluates one batch.
         *
         * @param model the model, for this thread alone
         * @param x the batch's features, {@code [examples, features]}
         * @param firstExample the number of the batch's first example in the data, ≥ 0
         * @return what comes out
         */
        T of(LatentModel model, INDArray x, long firstExample);
    }

    /**
     * Prepares evaluations.
     *
     * @param count how many threads compute at once, ≥ 1; the caller's is one of them
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
     * @return false where its objective looks at a batch as a whole, since that may keep state from batch to batch
     */
    public boolean shares(LatentModel model) {
        return count > 1 && model.compiled().perExample();
    }

    /**
     * Evaluates all batches, on one thread where the model can't be shared.
     *
     * @param model what is evaluated; unchanged
     * @param data features; read to the end and reset
     * @param measure what is computed for each batch
     * @param found is given what came out, in the order of the batches, on the caller's thread
     * @param <T> what comes out
     */
    public <T> void evaluate(LatentModel model, DataSetIterator data, Measure<T> measure, Consumer<T> found) {
        BatchQueue<T> queue = new BatchQueue<>(data, measure);
        if (shares(model)) {
            replicate(model);
            queue.runAll(Stream.concat(Stream.of(model), replicas.stream().map(Replica::model))
                    .toList());
            queue.results().forEach(found);
        } else {
            while (data.hasNext()) {
                found.accept(queue.next(model));
            }
        }
        data.reset();
    }

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
