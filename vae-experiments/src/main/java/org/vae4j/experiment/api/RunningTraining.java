package org.vae4j.experiment.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
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
 * A training on a thread of its own. That thread is never interrupted, because an interrupt would close the files that
 * it writes. An interrupt of the waiting thread becomes a request to stop, which the training follows at its next
 * batch.
 */
final class RunningTraining implements RunMonitor {

    private final Study study;
    private final RunRequest request;
    private final TrainingWatcher watcher;
    /** Standard output of the run, which is one line of JSON. */
    private final StringWriter line = new StringWriter();

    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile boolean stopRequested;
    /** The run directory, once there has been progress. */
    private volatile Optional<Path> directory = Optional.empty();
    /** An exception of the runner itself; those of the study are in its status. */
    private volatile Optional<Throwable> failure = Optional.empty();

    RunningTraining(Study study, RunRequest request, TrainingWatcher watcher) {
        this.study = study;
        this.request = request;
        this.watcher = watcher;
    }

    /**
     * Runs the training and waits for its end, also if the waiting thread is interrupted.
     *
     * @return the run directory
     * @throws RunFailure if the training is refused, fails or is interrupted
     */
    Path runAndAwait() {
        Thread thread = new Thread(this::run, "training");
        // A daemon does not keep the program alive; at its end the shutdown hook has the training write a checkpoint.
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
        failure.ifPresent(e -> {
            throw new RunFailure(RunState.FAILED, study.name() + ": " + e);
        });
        return directoryOf(outcome());
    }

    private void run() {
        try {
            PrintWriter discarded = new PrintWriter(Writer.nullWriter());
            Terminal terminal = new Terminal(new PrintWriter(line), discarded, request.json(), request.quiet());
            StudyRunner.run(study, request, terminal, this);
        } catch (RuntimeException | Error e) {
            failure = Optional.of(e);
        } finally {
            directory.ifPresent(watcher::ended);
            ended.countDown();
        }
    }

    @Override
    public void progress(Path run, String what, double fraction) {
        directory = Optional.of(run);
        watcher.progress(run, what, fraction);
    }

    @Override
    public boolean stopRequested() {
        return stopRequested;
    }

    /** The JSON line of the run. */
    private JsonNode outcome() {
        try {
            return new ObjectMapper().readTree(line.toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path directoryOf(JsonNode outcome) {
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
