package org.vae4j.train;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.vae4j.kernel.Kernels;
import org.vae4j.kernel.Matrix;
import org.vae4j.layers.Shard;
import org.vae4j.model.LatentModel;
import org.vae4j.objective.ElboTerms;

/**
 * A batch's gradient, computed by several threads on a replica of the network each.
 *
 * <p>Worker i takes the i-th run of the batch's examples with the noise that these have in the whole batch, and the parts'
 * gradients are summed in the order of the workers. So the sum is the gradient that one worker computes, to rounding, and
 * the same bits for the same number of workers, however the threads run.
 */
final class ParallelGradient implements AutoCloseable {

    private final Kernels kernels;
    private final List<Worker> workers = new ArrayList<>();
    private final ExecutorService threads;

    /** The first worker's network is the model's own. */
    private record Worker(LatentModel model, Matrix parameters, Matrix gradient) {

        static Worker on(LatentModel model) {
            ComputationGraph graph = model.graph();
            return new Worker(model, Matrix.row(graph.params()), Matrix.row(graph.getFlattenedGradients()));
        }
    }

    ParallelGradient(LatentModel model, int count) {
        if (!model.compiled().perExample()) {
            throw new IllegalArgumentException(
                    "found " + count + " workers for an objective that looks at the batch as a"
                            + " whole, expected 1: a part of a batch has another value");
        }
        kernels = Kernels.of(model.graph().params().dataType());
        workers.add(Worker.on(model));
        for (int i = 1; i < count; i++) {
            workers.add(Worker.on(LatentModel.of(model.graph().clone())));
        }
        threads = Executors.newFixedThreadPool(count - 1, task -> {
            Thread thread = new Thread(task, "gradient worker");
            thread.setDaemon(true);
            return thread;
        });
    }

    /** The sum over the examples goes to the model's gradient array. */
    ElboTerms gradient(INDArray x) {
        int total = Math.toIntExact(x.size(0));
        int parts = Math.min(workers.size(), total);
        List<Future<ElboTerms>> others = new ArrayList<>();
        for (int i = 1; i < parts; i++) {
            Worker worker = workers.get(i);
            Shard shard = shard(i, parts, total);
            others.add(threads.submit(() -> catchUpAndCompute(worker, x, shard)));
        }
        ElboTerms terms = compute(workers.get(0), x, shard(0, parts, total));
        for (int i = 1; i < parts; i++) {
            terms = terms.plus(await(others.get(i - 1)));
            kernels.add(workers.get(i).gradient, workers.get(0).gradient);
        }
        return terms;
    }

    private static Shard shard(int i, int parts, int total) {
        int first = (int) ((long) total * i / parts);
        return new Shard(first, (int) ((long) total * (i + 1) / parts) - first, total);
    }

    private ElboTerms catchUpAndCompute(Worker worker, INDArray x, Shard shard) {
        Worker first = workers.get(0);
        kernels.copy(first.parameters, worker.parameters);
        var counts = first.model.graph().getConfiguration();
        worker.model.graph().getConfiguration().setIterationCount(counts.getIterationCount());
        worker.model.graph().getConfiguration().setEpochCount(counts.getEpochCount());
        return compute(worker, x, shard);
    }

    private static ElboTerms compute(Worker worker, INDArray x, Shard shard) {
        INDArray part = x.get(NDArrayIndex.interval(shard.first(), shard.first() + shard.count()), NDArrayIndex.all());
        return worker.model.compiled().gradient(part.dup('f'), shard);
    }

    private static ElboTerms await(Future<ElboTerms> terms) {
        try {
            return terms.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException unchecked) {
                throw unchecked;
            }
            throw new IllegalStateException("a worker failed: " + e.getCause(), e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while workers compute", e);
        }
    }

    @Override
    public void close() {
        threads.shutdown();
    }
}
