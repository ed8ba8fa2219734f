package org.vae4j.experiment.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.vae4j.experiment.rundir.RunState;
import org.vae4j.experiment.study.Study;
import org.vae4j.experiment.study.runner.RunMonitor;
import org.vae4j.experiment.study.runner.RunRequest;
import org.vae4j.experiment.study.runner.StudyRunner;
import org.vae4j.experiment.study.terminal.Terminal;

/**
 * A run on a thread of its own. That thread is never interrupted: an interrupt would close the files that it writes. An
 * interrupt of the thread that waits becomes a wish to stop, which the training follows at its next batch.
 */
final class RunningTraining implements RunMonitor {

    private final Study study;
    private final RunRequest request;
    private final TrainingWatcher watcher;
    private final StringWriter line = new StringWriter();
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile boolean stopRequested;
    private volatile Optional<Path> seen = Optional.empty();
    private volatile Optional<Throwable> broken = Optional.empty();

    RunningTraining(Study study, RunRequest request, TrainingWatcher watcher) {
        this.study = study;
        this.request = request;
        this.watcher = watcher;
    }

    /** Runs it, waits for its end whatever happens, and gives its directory. */
    Path await() {
        Thread thread = new Thread(this::run, "training");
        // A program that ends takes its training along, by the hook that writes a checkpoint.
        thread.setDaemon(true);
        thread.start();
        boolean interrupted = false;
        while (ended.getCount() > 0) {
            try {
                ended.await();
            } catch (InterruptedException e) {
                interrupted = true;
                stopRequested = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        broken.ifPresent(e -> {
            throw new RunFailure(RunState.FAILED, study.name() + ": " + e);
        });
        return finished(outcome());
    }

    private void run() {
        try {
            PrintWriter nowhere = new PrintWriter(new StringWriter());
            StudyRunner.run(study, request, new Terminal(new PrintWriter(line), nowhere, true, true), this);
        } catch (RuntimeException | Error e) {
            broken = Optional.of(e);
        } finally {
            seen.ifPresent(watcher::ended);
            ended.countDown();
        }
    }

    @Override
    public void progress(Path run, String what, double fraction) {
        seen = Optional.of(run);
        watcher.progress(run, what, fraction);
    }

    @Override
    public boolean stopRequested() {
        return stopRequested;
    }

    /** What the run says of itself to programs. */
    private JsonNode outcome() {
        try {
            return new ObjectMapper().readTree(line.toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path finished(JsonNode outcome) {
        String status = outcome.path("status").asText();
        String reason = outcome.path("reason").asText("it ended without a reason");
        return switch (status) {
            case "DONE", "PAUSED" -> Path.of(outcome.path("run").asText());
            case "INTERRUPTED" ->
                throw new RunFailure(RunState.INTERRUPTED, study.name() + ": interrupted; train() again continues it");
            case "FAILED" -> throw new RunFailure(RunState.FAILED, study.name() + ": failed: " + reason);
            default -> throw new RunFailure(reason);
        };
    }
}
