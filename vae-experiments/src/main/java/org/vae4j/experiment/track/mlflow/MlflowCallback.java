package org.vae4j.experiment.track.mlflow;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.vae4j.model.LatentModel;
import org.vae4j.train.Callback;
import org.vae4j.train.EpochReport;
import org.vae4j.train.Progress;
import org.vae4j.train.TrainResult;

/**
 * Sends the numbers of new epochs in a thread of its own. While that thread is sending, one further request waits in
 * its queue, and later requests are dropped: the waiting one sends their epochs too.
 */
final class MlflowCallback implements Callback {

    /** The time that the end of a training waits for a slow server. */
    private static final int MAX_WAIT_SECONDS = 10;

    private final TrackedRun run;
    private final ThreadPoolExecutor sender = new ThreadPoolExecutor(
            1,
            1,
            0,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(1),
            task -> {
                Thread thread = new Thread(task, "mlflow");
                thread.setDaemon(true);
                return thread;
            },
            new ThreadPoolExecutor.DiscardPolicy());

    MlflowCallback(TrackedRun run) {
        this.run = run;
    }

    @Override
    public void onStart(LatentModel model, Progress from) {
        sender.execute(run::send);
    }

    @Override
    public void onEpochEnd(LatentModel model, EpochReport report) {
        sender.execute(run::send);
    }

    @Override
    public void onEnd(LatentModel model, TrainResult result) {
        end(result.completed() ? RunStatus.RUNNING : RunStatus.KILLED);
    }

    @Override
    public void onFailure(LatentModel model, Progress progress, Throwable failure) {
        end(RunStatus.FAILED);
    }

    private void end(RunStatus status) {
        // A waiting request would fill the queue, and the end must not be dropped.
        sender.getQueue().clear();
        sender.execute(() -> run.end(status));
        sender.shutdown();
        try {
            if (!sender.awaitTermination(MAX_WAIT_SECONDS, TimeUnit.SECONDS)) {
                sender.shutdownNow();
            }
        } catch (InterruptedException e) {
            sender.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
