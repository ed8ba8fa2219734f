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
 * Wakes a thread after each epoch that sends what is new. While it still sends, one more waking waits, and further ones
 * are dropped: the next sends their epochs too.
 */
final class MlflowCallback implements Callback {

    /** How long the end of a training waits for a server that answers slowly. */
    private static final int SECONDS = 10;

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
        // An epoch's waking may wait already, and this one must not be dropped in its favour.
        sender.getQueue().clear();
        sender.execute(() -> run.end(status));
        sender.shutdown();
        try {
            if (!sender.awaitTermination(SECONDS, TimeUnit.SECONDS)) {
                sender.shutdownNow();
            }
        } catch (InterruptedException e) {
            sender.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
