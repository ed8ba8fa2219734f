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
 * Computes the gradient of a batch on several threads. Each worker has a replica of the network, which reads the
 * model's own parameters and writes a gradient array of its own.
 *
 * <p>Worker i computes g_i, the gradient of the i-th part of the batch, with the noise that these examples have in the
 * whole batch; the batch's gradient is Σ_i g_i, summed in the order of the workers. It equals the gradient of a single
 * worker to rounding, and it has the same bits for the same number of workers, however the threads are scheduled.
 */
final class ParallelGradient {

    private final Kernels kernels;
    private final WorkerThreads threads;
    private final List<Worker> workers = new ArrayList<>();
    /** The memory of the whole batch for objectives that are not sums over examples; null before its first use. */
    private LatentBatch gathered;

    /** The number of parts of the last batch. */
    private int parts;

    /** The number of batches so far, by which a second sum over the same batch is detected. */
    private long batches;

    /** A replica of the model, its gradient array, and memory for its examples by their number. */
    private record Worker(LatentModel model, Matrix gradient, Map<Integer, Matrix> examples) {

        static Worker on(LatentModel model) {
            return new Worker(model, Matrix.row(model.graph().getFlattenedGradients()), new HashMap<>());
        }
    }

    /** The workers' gradients of a range of successive parameters. */
    final class ParameterRange {
        private final List<Matrix> gradients;
        private long summedBatch;

        private ParameterRange(List<Matrix> gradients) {
            this.gradients = gradients;
        }

        /**
         * Adds the gradients of the last batch's parts in place, into the model's own gradient array. Other threads may
         * sum other ranges at the same time.
         *
         * @throws IllegalStateException when it is called twice after a batch, since the first call has overwritten the
         *     first part
         */
        Matrix sum() {
            if (summedBatch == batches) {
                throw new IllegalStateException(
                        "found that the parts of this batch are summed already, expected one sum per batch: use summed()");
            }
            summedBatch = batches;
            Matrix sum = gradients.get(0);
            for (int i = 1; i < parts; i++) {
                kernels.add(gradients.get(i), sum);
            }
            return sum;
        }

        /** The result of {@link #sum} after the last batch. */
        Matrix summed() {
            return gradients.get(0);
        }
    }

    /**
     * Makes a replica of the network for each thread but the first, whose network is the model's own.
     *
     * @throws IllegalArgumentException for several threads and a model whose layers compute an example's row from
     *     several examples
     */
    ParallelGradient(LatentModel model, WorkerThreads threads) {
        int count = threads.count();
        if (count > 1 && !model.compiled().readsPerExample()) {
            throw new IllegalArgumentException("found " + count + " workers for a model that looks at the batch as a"
                    + " whole, expected 1: its gradient is no sum over parts of a batch");
        }
        this.kernels = Kernels.of(model.graph().params().dataType());
        this.threads = threads;
        workers.add(Worker.on(model));
        for (int i = 1; i < count; i++) {
            workers.add(Worker.on(Replica.of(model).model()));
        }
    }

    /** Computes the gradients of a batch's parts, one per worker; {@link ParameterRange#sum} adds them. */
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

    /** Declares that the model's own gradient array holds a whole gradient, which something else has computed. */
    void computedByTheModel() {
        batches++;
        parts = 1;
    }

    /** For objectives that are sums over examples: each worker evaluates that of its own examples. */
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

    /** The first example of the i-th part of a batch; parts keep together examples that form a pair. */
    private int start(int i, int total) {
        int together = workers.get(0).model.compiled().rowsTogether();
        return i == parts ? total : (int) ((long) (total / together) * i / parts) * together;
    }

    /**
     * For other objectives: the workers run the forward passes of their parts, this thread evaluates the objective of
     * the whole batch, and the workers run the backward passes. A second loss uses the same forward passes.
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

    /** Each worker adds the gradient of its share of the decoder's samples; returns the values of all samples. */
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

    /** Evaluates one loss of the whole batch after the forward passes, and runs the backward pass of each part. */
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

    /** The memory of the whole batch, in the layout of a part. */
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
