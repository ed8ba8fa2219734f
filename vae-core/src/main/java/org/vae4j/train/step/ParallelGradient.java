package org.vae4j.train.step;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.vae4j.kernel.Kernels;
import org.vae4j.kernel.Matrix;
import org.vae4j.model.LatentModel;
import org.vae4j.model.Replica;
import org.vae4j.objective.ElboTerms;
import org.vae4j.objective.LatentBatch;

/**
 * A batch's gradient, computed by several threads, each on a replica of the network that reads the network's own
 * parameters and has a gradient of its own.
 *
 * <p>Worker i takes the i-th part of the batch's examples with the noise that these have in the whole batch, and the
 * parts' gradients are summed in the order of the workers. So the sum is the gradient that one worker computes, to
 * rounding, and the same bits for the same number of workers, however the threads run.
 */
final class ParallelGradient {

    private final Kernels kernels;
    private final WorkerThreads threads;
    private final List<Worker> workers = new ArrayList<>();
    /** The batch that an objective of the whole one is evaluated on; null where none was. */
    private LatentBatch gathered;

    /** Into how many parts the last batch was divided. */
    private int parts;

    /** Counts batches, so that nothing is added up twice. */
    private long batches;

    /** A replica, its gradient, and its part of a batch by the part's size. */
    private record Worker(LatentModel model, Matrix gradient, Map<Integer, Matrix> examples) {

        static Worker on(LatentModel model) {
            return new Worker(model, Matrix.row(model.graph().getFlattenedGradients()), new HashMap<>());
        }
    }

    /** The workers' gradients of some parameters that follow each other. */
    final class ParameterRange {
        private final List<Matrix> gradients;
        private long summedBatch;

        private ParameterRange(List<Matrix> gradients) {
            this.gradients = gradients;
        }

        /**
         * Adds up the parts of the last batch in the model's own gradient array. Threads may do so for other ranges
         * meanwhile.
         *
         * @throws IllegalStateException the second time after one batch: the sum is one of the parts
         */
        Matrix sum() {
            if (summedBatch == batches) {
                throw new IllegalStateException("found the parts of this batch added up, expected that once");
            }
            summedBatch = batches;
            Matrix sum = gradients.get(0);
            for (int i = 1; i < parts; i++) {
                kernels.add(gradients.get(i), sum);
            }
            return sum;
        }

        /** What {@link #sum} returned after the last batch. */
        Matrix summed() {
            return gradients.get(0);
        }
    }

    /**
     * Makes a replica of the network for each thread but the first, whose network is the model's own.
     *
     * @throws IllegalArgumentException for more than one thread where a part of a batch has another objective than its
     *     share of the whole batch's
     */
    ParallelGradient(LatentModel model, WorkerThreads threads) {
        int count = threads.count();
        if (count > 1 && !model.compiled().readsPerExample()) {
            throw new IllegalArgumentException("found " + count + " workers for a model that looks at the batch as a"
                    + " whole, expected 1: its objective is no sum over parts of a batch");
        }
        this.kernels = Kernels.of(model.graph().params().dataType());
        this.threads = threads;
        workers.add(Worker.on(model));
        for (int i = 1; i < count; i++) {
            workers.add(Worker.on(Replica.of(model).model()));
        }
    }

    /** Computes a batch's gradient in parts, one per worker; {@link ParameterRange#sum} adds them up. */
    ElboTerms compute(INDArray x) {
        batches++;
        long groups = x.size(0) / workers.get(0).model.compiled().rowsTogether();
        parts = Math.toIntExact(Math.min(workers.size(), Math.max(1, groups)));
        if (parts == 1) {
            return workers.get(0).model.compiled().gradient(x);
        }
        Matrix batch = Matrix.ofAny(x.castTo(workers.get(0).gradient.type()));
        return workers.get(0).model.compiled().perExample() ? computeApart(batch) : computeTogether(batch);
    }

    /** Says that the gradient is the one in the model's own array: no worker has a part of it. */
    void computedByTheModel() {
        batches++;
        parts = 1;
    }

    /** Each worker evaluates the objective of its own examples. */
    private ElboTerms computeApart(Matrix batch) {
        return threads.run(parts, i -> gradientOfPart(i, batch)).stream()
                .reduce(ElboTerms::plus)
                .orElseThrow();
    }

    /** The parameters {@code from} (inclusive) to {@code to} (exclusive). */
    ParameterRange range(int from, int to) {
        return new ParameterRange(
                workers.stream().map(w -> w.gradient.columns(from, to)).toList());
    }

    /** All parameters. */
    ParameterRange all() {
        return range(0, workers.get(0).gradient.columns());
    }

    /** At which example the i-th part of a batch begins. */
    private int start(int i, int total) {
        int together = workers.get(0).model.compiled().rowsTogether();
        return i == parts ? total : (int) ((long) (total / together) * i / parts) * together;
    }

    /**
     * The workers run the forward pass of their parts, one evaluates the objective of the whole batch, and all run the
     * backward pass of their parts; a second loss of the same batch begins at what its forward pass left.
     */
    private ElboTerms computeTogether(Matrix batch) {
        int examples = batch.rows();
        try {
            List<LatentBatch> read = threads.run(
                    parts, i -> workers.get(i).model.compiled().forward(examplesOf(i, batch), start(i, examples)));
            ElboTerms terms = reduce(read, examples, 0);
            for (int loss = 1; loss < workers.get(0).model.compiled().losses(); loss++) {
                read = threads.run(parts, i -> workers.get(i).model.compiled().readAgain());
                terms = reduce(read, examples, loss).withMissing(terms.others());
            }
            return terms.with(samples(examples));
        } finally {
            workers.forEach(worker -> worker.model.compiled().end());
        }
    }

    /** Each worker adds what its share of the decoder's samples counts for; returns what is reported of all. */
    private Map<String, Double> samples(int examples) {
        return threads
                .run(parts, i -> {
                    int count = start(i + 1, examples) - start(i, examples);
                    return new ElboTerms(count, 0, 0, 0)
                            .with(workers.get(i).model.compiled().addSamples(start(i, examples), count));
                })
                .stream()
                .reduce(ElboTerms::plus)
                .orElseThrow()
                .others();
    }

    /** Evaluates one loss of the whole batch behind the forward passes, and runs the backward pass of each part. */
    private ElboTerms reduce(List<LatentBatch> read, int examples, int loss) {
        LatentBatch whole = batchLike(read.get(0), examples);
        for (int i = 0; i < parts; i++) {
            whole.gather(read.get(i), start(i, examples));
        }
        ElboTerms terms = workers.get(0).model.compiled().reduce(whole, loss);
        threads.run(parts, i -> {
            whole.scatter(read.get(i), start(i, examples));
            workers.get(i).model.compiled().backward(loss);
            return i;
        });
        return terms;
    }

    /** The whole batch's arrays, of the layout that a part's have. */
    private LatentBatch batchLike(LatentBatch part, int examples) {
        if (gathered == null || gathered.examples() != examples || gathered.draws() != part.draws()) {
            gathered = part.ofExamples(examples);
        }
        return gathered;
    }

    private ElboTerms gradientOfPart(int i, Matrix batch) {
        return workers.get(i).model.compiled().gradient(examplesOf(i, batch), start(i, batch.rows()));
    }

    /** Copies a worker's examples into its own array, and sets its counters to those of the model. */
    private INDArray examplesOf(int i, Matrix batch) {
        Worker worker = workers.get(i);
        setCounters(worker);
        int from = start(i, batch.rows());
        int count = start(i + 1, batch.rows()) - from;
        Matrix examples =
                worker.examples.computeIfAbsent(count, rows -> Matrix.allocate(batch.type(), rows, batch.columns()));
        kernels.copy(batch.rows(from, count), examples);
        return examples.array();
    }

    private void setCounters(Worker worker) {
        var counts = workers.get(0).model.graph().getConfiguration();
        var own = worker.model.graph().getConfiguration();
        own.setIterationCount(counts.getIterationCount());
        own.setEpochCount(counts.getEpochCount());
    }
}
