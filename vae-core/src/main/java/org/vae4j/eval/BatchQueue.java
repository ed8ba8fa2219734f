package org.vae4j.eval;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.vae4j.model.LatentModel;

/**
 * The batches of a data set, which several threads take one after the other, and their results.
 *
 * <p>The lock of this object guards the iterator, the results and the counts; measures run outside it.
 */
final class BatchQueue<T> {

    private final DataSetIterator data;
    private final BatchThreads.Measure<T> measure;
    /** The results by the number of the batch; null until a batch is evaluated. */
    private final List<T> results = new ArrayList<>();

    private long examples;
    private boolean failed;

    /** A batch that a thread has taken. Its examples are a copy, because the iterator may reuse its array. */
    private record Batch(int number, long firstExample, INDArray examples) {}

    BatchQueue(DataSetIterator data, BatchThreads.Measure<T> measure) {
        this.data = data;
        this.measure = measure;
    }

    /** Evaluates the next batch and returns its result; for use by a single thread. */
    T next(LatentModel model) {
        INDArray x = data.next().getFeatures();
        T result = measure.of(model, x, examples);
        examples += x.size(0);
        return result;
    }

    /** Evaluates all batches, with each model on a thread of its own; the first model is on the caller's thread. */
    void runAll(List<LatentModel> models) {
        List<FutureTask<Void>> tasks =
                models.stream().map(model -> new FutureTask<>(work(model))).toList();
        tasks.stream().skip(1).forEach(task -> {
            Thread thread = new Thread(task, "evaluation worker");
            thread.setDaemon(true);
            thread.start();
        });
        tasks.get(0).run();
        tasks.forEach(BatchQueue::awaitEnd);
        for (FutureTask<Void> task : tasks) {
            throwFailure(task);
        }
    }

    /**
     * Waits until a task has ended, also when interrupted: until then it reads the parameters and the data, which the
     * caller may change. An interruption is restored afterwards.
     */
    private static void awaitEnd(FutureTask<Void> task) {
        boolean interrupted = false;
        while (!task.isDone()) {
            try {
                task.get();
            } catch (InterruptedException e) {
                interrupted = true;
            } catch (ExecutionException e) {
                // The task has ended; throwFailure reports it when all have.
                break;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Throws a task's failure as if it had happened on the caller's thread. */
    private static void throwFailure(FutureTask<Void> ended) {
        boolean interrupted = Thread.interrupted();
        try {
            ended.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw e.getCause() instanceof RuntimeException unchecked
                    ? unchecked
                    : new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            throw new IllegalStateException("tasks that have ended are not waited for", e);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private Callable<Void> work(LatentModel model) {
        return () -> {
            try {
                Optional<Batch> taken = take();
                while (taken.isPresent()) {
                    Batch batch = taken.get();
                    keep(batch, measure.of(model, batch.examples, batch.firstExample));
                    taken = take();
                }
                return null;
            } catch (RuntimeException | Error e) {
                fail();
                throw e;
            }
        };
    }

    /** Takes the next batch; empty when none is left, or when another thread has failed. */
    private synchronized Optional<Batch> take() {
        if (failed || !data.hasNext()) {
            return Optional.empty();
        }
        INDArray x = data.next().getFeatures();
        Batch batch = new Batch(results.size(), examples, x.dup('f'));
        results.add(null);
        examples += x.size(0);
        return Optional.of(batch);
    }

    private synchronized void keep(Batch batch, T result) {
        results.set(batch.number, result);
    }

    private synchronized void fail() {
        failed = true;
    }

    /** The results in the order of the batches, after {@link #runAll}. */
    synchronized List<T> results() {
        return List.copyOf(results);
    }
}
