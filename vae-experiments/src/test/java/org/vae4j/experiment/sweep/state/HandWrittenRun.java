package org.vae4j.experiment.sweep.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.vae4j.experiment.rundir.Json;
import org.vae4j.experiment.rundir.RunFiles;
import org.vae4j.experiment.rundir.RunState;
import org.vae4j.experiment.rundir.RunStatus;
import org.vae4j.experiment.sweep.plan.Trial;

/** Writes the files of a trial's run without training a model. */
public final class HandWrittenRun {

    private final Path run;

    private HandWrittenRun(Path run) {
        this.run = run;
    }

    /**
     * Writes the status of a run.
     *
     * @param trial the trial
     * @param runs the folder of all runs
     * @param state the state of the run
     * @return the run, to write its results
     */
    public static HandWrittenRun of(Trial trial, Path runs, RunState state) throws IOException {
        Path run = Files.createDirectories(trial.run(runs));
        String now = Instant.now().toString();
        double seconds = 1;
        double fraction = 1;
        long pid = 1;
        RunStatus status = new RunStatus(state, Optional.empty(), now, now, seconds, "", fraction, "here", pid);
        Files.writeString(run.resolve("status.json"), Json.line(status));
        assertThat(RunFiles.in(run).status()).as("the status can be read").isPresent();
        return new HandWrittenRun(run);
    }

    /** Writes the test result, in nats per example. */
    public void tested(double negElbo, double reconstruction, double kl) throws IOException {
        Files.writeString(
                Files.createDirectories(run.resolve("eval")).resolve("test.json"),
                Json.line(Map.of("negElboNats", negElbo, "reconstructionNats", reconstruction, "klNats", kl)));
    }

    /** Writes the negative ELBO on validation, in nats per example, after each epoch from the first on. */
    public void validated(double... negElbos) throws IOException {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < negElbos.length; i++) {
            lines.append(Json.line(Map.of("epoch", i + 1, "valid", Map.of("negElboNats", negElbos[i]))))
                    .append('\n');
        }
        Files.writeString(run.resolve("metrics.jsonl"), lines);
    }
}
