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
 * <p>Worker i takes the i-th run of the batch's examples with the noise that these have in the whole batch, and the
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

    /** A replica, its gradient, and its part of a batch by the part's size. */
    private record Worker(LatentModel model, Matrix gradient, Map<Integer, Matrix> examples) {

        static Worker on(LatentModel model) {
            return new Worker(model, Matrix.row(model.graph().getFlattenedGradients()), new HashMap<>());
        }
    }

    /** The gradients of a run of parameters. */
    final class Run {
        private final List<Matrix> gradients;

        private Run(List<Matrix> gradients) {
            this.gradients = gradients;
        }

        /** The sum in the model's own gradient array, once after each batch; other ranges may be summed meanwhile. */
        Matrix sum() {
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

    /** The first worker's network is the model's own. */
    ParallelGradient(LatentModel model, WorkerThreads threads) {
        int count = threads.count();
        if (count > 1 && !model.compiled().readsPerExample()) {
            throw new IllegalArgumentException("found " + count + " workers for a model that looks at the batch as a"
                    + " whole, expected 1: a part of a batch has another value");
        }
        this.kernels = Kernels.of(model.graph().params().dataType());
        this.threads = threads;
        workers.add(Worker.on(model));
        for (int i = 1; i < count; i++) {
            workers.add(Worker.on(Replica.of(model).model()));
        }
    }

    /** Computes a batch's gradient in parts, one per worker; {@link Run#sum} adds them up. */
    ElboTerms compute(INDArray x) {
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
        parts = 1;
    }

    /** Each worker evaluates the objective of its own examples. */
    private ElboTerms computeApart(Matrix batch) {
        return threads
                .run(parts, i -> compute(workers.get(i), batch, first(i, batch.rows()), first(i + 1, batch.rows())))
                .stream()
                .reduce(ElboTerms::plus)
                .orElseThrow();
    }

    /** The parameters {@code from} (inclusive) to {@code to} (exclusive). */
    Run run(int from, int to) {
        return new Run(workers.stream().map(w -> w.gradient.columns(from, to)).toList());
    }

    /** All parameters. */
    Run whole() {
        return run(0, workers.get(0).gradient.columns());
    }

    /** Where the i-th part of a batch begins. */
    private int first(int i, int total) {
        int together = workers.get(0).model.compiled().rowsTogether();
        return i == parts ? total : (int) ((long) (total / together) * i / parts) * together;
    }

    /**
     * The workers read their parts, one evaluates the objective of the whole batch, and all go back through their
     * parts.
     */
    private ElboTerms computeTogether(Matrix batch) {
        int examples = batch.rows();
        try {
            List<LatentBatch> read = threads.run(
                    parts,
                    i -> workers.get(i)
                            .model
                            .compiled()
                            .forward(
                                    part(workers.get(i), batch, first(i, examples), first(i + 1, examples)),
                                    first(i, examples)));
            ElboTerms terms = reduce(read, examples, 0);
            for (int loss = 1; loss < workers.get(0).model.compiled().losses(); loss++) {
                read = threads.run(parts, i -> workers.get(i).model.compiled().readAgain());
                terms = reduce(read, examples, loss);
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
                    int count = first(i + 1, examples) - first(i, examples);
                    return new ElboTerms(count, 0, 0, 0)
                            .with(workers.get(i).model.compiled().addSamples(first(i, examples), count));
                })
                .stream()
                .reduce(ElboTerms::plus)
                .orElseThrow()
                .others();
    }

    /** Evaluates one loss of the whole batch, whose parts were read, and goes back through the parts. */
    private ElboTerms reduce(List<LatentBatch> read, int examples, int loss) {
        LatentBatch whole = whole(read.get(0), examples);
        for (int i = 0; i < parts; i++) {
            whole.gather(read.get(i), first(i, examples));
        }
        ElboTerms terms = workers.get(0).model.compiled().reduce(whole, loss);
        threads.run(parts, i -> {
            whole.scatter(read.get(i), first(i, examples));
            workers.get(i).model.compiled().backward(loss);
            return i;
        });
        return terms;
    }

    private LatentBatch whole(LatentBatch part, int examples) {
        if (gathered == null || gathered.examples() != examples || gathered.draws() != part.draws()) {
            gathered = part.ofExamples(examples);
        }
        return gathered;
    }

    private ElboTerms compute(Worker worker, Matrix batch, int from, int to) {
        return worker.model.compiled().gradient(part(worker, batch, from, to), from);
    }

    /** A worker's examples, once its network is where the model's own is. */
    private INDArray part(Worker worker, Matrix batch, int from, int to) {
        var counts = workers.get(0).model.graph().getConfiguration();
        worker.model.graph().getConfiguration().setIterationCount(counts.getIterationCount());
        worker.model.graph().getConfiguration().setEpochCount(counts.getEpochCount());
        Matrix examples = worker.examples.computeIfAbsent(
                to - from, rows -> Matrix.allocate(batch.type(), rows, batch.columns()));
        kernels.copy(batch.rows(from, to - from), examples);
        return examples.array();
    }
}
