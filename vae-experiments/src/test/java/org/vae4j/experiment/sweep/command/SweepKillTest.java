package org.vae4j.experiment.sweep.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.vae4j.experiment.lease.LeaseRecord;
import org.vae4j.experiment.rundir.RunFiles;
import org.vae4j.experiment.rundir.RunState;
import org.vae4j.experiment.study.terminal.ExitCode;
import org.vae4j.experiment.sweep.plan.SweepFile;
import org.vae4j.experiment.sweep.plan.SweepPlan;
import org.vae4j.experiment.sweep.plan.Trial;
import org.vae4j.experiment.sweep.state.SweepDirectory;
import org.vae4j.experiment.sweep.state.TrialStatus;
import org.vae4j.math.Streams;

/**
 * Two processes work on one sweep. Processes of the sweep and of trials are killed (SIGKILL) at random and started
 * again until all trials are done. {@code scripts/test-sweep-kills 100} runs the test in full size.
 */
@DisabledOnOs(OS.WINDOWS)
class SweepKillTest {

    private static final int TRIALS = Integer.getInteger("vae.kill.trials", 6);
    private static final int KILLS = Integer.getInteger("vae.kill.kills", TRIALS / 2);
    private static final int SEED = Integer.getInteger("vae.kill.seed", 1);
    /** The longest time that a kill waits once it is due. */
    private static final int PAUSE_MS = Integer.getInteger("vae.kill.pauseMs", 3000);

    private static final int POLL_MS = 100;
    /** The number of trials that are left at the last kill. */
    private static final int LEFT_AT_LAST_KILL = 6;

    /** The exit code of a process that SIGKILL has ended: 128 + 9. */
    private static final int KILLED = 137;

    private static final int EPOCHS = 6;
    private static final long PATIENCE_SECONDS = 600 + 60L * TRIALS;

    @TempDir
    Path temporary;

    private Path folder;
    private int kills;
    private int draws;

    @Test
    void everyTrialIsRunToItsEndExactlyOnce() throws Exception {
        folder = Optional.ofNullable(System.getProperty("vae.kill.folder"))
                .map(Path::of)
                .orElse(temporary);
        Files.writeString(folder.resolve("kill.yaml"), """
                experiment: quickstart
                overrides:
                  data.lines: {size: 8, train: 64, test: 16}
                  model: {encoder: [8], decoder: [8], latent: 2}
                  training.epochs: %d
                seeds: %d
                """.formatted(EPOCHS, TRIALS));

        List<Process> sweeps = new ArrayList<>(List.of(start(1), start(2)));
        try {
            killAtRandom(sweeps);
            for (Process sweep : sweeps) {
                assertThat(sweep.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
            }
        } finally {
            sweeps.forEach(this::killAll);
        }
        assertThat(kills).isEqualTo(KILLS);
        checkRuns();
    }

    @Test
    void sigtermStopsTheTrialsAtACheckpoint() throws Exception {
        folder = temporary;
        Files.writeString(folder.resolve("kill.yaml"), """
                {experiment: quickstart, seeds: 1, overrides: {training.epochs: 1000000, evaluation.everyEpochs: 0,
                 data.lines: {size: 8, train: 64, test: 16}, model: {encoder: [8], decoder: [8], latent: 2}}}
                """);
        Trial trial = SweepPlan.of(SweepFile.read(folder.resolve("kill.yaml")))
                .trials()
                .get(0);
        Path run = trial.run(folder.resolve("runs"));
        Process sweep = start(1);
        try {
            while (!Files.exists(run.resolve("checkpoints/last.zip"))) {
                assertThat(sweep.isAlive()).as(output()).isTrue();
                TimeUnit.MILLISECONDS.sleep(50);
            }
            sweep.destroy();
            assertThat(sweep.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        } finally {
            killAll(sweep);
        }
        assertThat(sweep.exitValue()).isEqualTo(ExitCode.INTERRUPTED);
        assertThat(RunFiles.in(run).status().orElseThrow().state()).isEqualTo(RunState.INTERRUPTED);
        assertThat(LeaseRecord.read(folder.resolve("runs/sweeps/.leases")
                                .resolve(trial.key())
                                .resolve("1"))
                        .outcome())
                .isEqualTo("interrupted");
    }

    /**
     * Kills processes throughout the sweep: each kill waits for its share of finished trials, and a random time more.
     */
    private void killAtRandom(List<Process> sweeps) throws Exception {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        int due = 0;
        long pause = random(PAUSE_MS);
        while (sweeps.stream().anyMatch(Process::isAlive)) {
            assertThat(System.nanoTime()).as("patience").isLessThan(deadline);
            TimeUnit.MILLISECONDS.sleep(POLL_MS);
            for (int i = 0; i < sweeps.size(); i++) {
                if (!sweeps.get(i).isAlive() && sweeps.get(i).exitValue() != 0) {
                    assertThat(sweeps.get(i).exitValue()).as(output()).isEqualTo(KILLED);
                    sweeps.set(i, start(i + 1));
                }
            }
            long finished = finished();
            pause -= kills < KILLS && finished >= due ? POLL_MS : 0;
            // However fast the trials are, some are left for the last kill.
            boolean late = finished >= (kills + 1) * (TRIALS - 1) / (KILLS + 1);
            if ((pause < 0 || late) && kills < KILLS && kill(sweeps.get(random(2)))) {
                due = kills * Math.max(0, TRIALS - LEFT_AT_LAST_KILL) / KILLS;
                pause = random(PAUSE_MS);
            }
        }
    }

    /** Kills a sweep's process or that of one of its trials; returns false when the sweep has already ended. */
    private boolean kill(Process victim) throws InterruptedException {
        if (!victim.isAlive()) {
            return false;
        }
        List<ProcessHandle> trials = victim.children().toList();
        if (random(2) == 0 || trials.isEmpty()) {
            victim.destroyForcibly().waitFor();
        } else {
            trials.get(0).destroyForcibly();
        }
        kills++;
        return true;
    }

    private long finished() throws IOException {
        Path runs = folder.resolve("runs/quickstart");
        if (!Files.isDirectory(runs)) {
            return 0;
        }
        try (Stream<Path> all = Files.list(runs)) {
            return all.filter(run -> Files.exists(run.resolve("eval/test.json")))
                    .count();
        }
    }

    /**
     * Requires that all runs are distinct and done, that each epoch was recorded once, and that each trial has one
     * lease that ended with DONE, or none where its owner was killed at that moment.
     */
    private void checkRuns() throws IOException {
        SweepDirectory directory = new SweepDirectory(folder.resolve("runs"), "kill");
        SweepPlan plan = SweepPlan.of(SweepFile.read(folder.resolve("kill.yaml")));
        assertThat(plan.distinct()).hasSize(TRIALS);
        Map<String, Integer> completions = new HashMap<>();
        for (Trial trial : plan.distinct()) {
            assertThat(TrialStatus.of(trial, directory).state())
                    .as(trial.label() + output())
                    .isEqualTo(TrialStatus.State.DONE);
            Path run = trial.run(directory.runs());
            assertThat(RunFiles.in(run).metrics())
                    .as(trial.label())
                    .extracting(line -> line.get("epoch").asInt())
                    .isEqualTo(IntStream.rangeClosed(1, EPOCHS).boxed().toList());
            try (Stream<Path> leases = Files.list(directory.leases().resolve(trial.key()))) {
                for (Path lease : leases.filter(SweepKillTest::isLease).toList()) {
                    if (LeaseRecord.read(lease).outcome().equals("DONE")) {
                        completions.merge(trial.key(), 1, Integer::sum);
                    }
                }
            }
        }
        assertThat(completions.values()).allMatch(n -> n == 1);
        // Each kill leaves at most one completion unrecorded.
        assertThat(completions.size()).isGreaterThanOrEqualTo(TRIALS - KILLS);
        System.out.printf(
                "%d kills of %d trials: %d distinct trials done, %d completions on record, none twice%n",
                kills, TRIALS, plan.distinct().size(), completions.size());
    }

    /** Whether a file is a lease, and not a file that a killed process had written to read the disk's clock. */
    private static boolean isLease(Path file) {
        return file.getFileName().toString().matches("[0-9]+");
    }

    private Process start(int number) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                // The trials inherit it; they are too short for the optimising compiler.
                "-XX:TieredStopAtLevel=1",
                "-Djava.awt.headless=true",
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                "org.vae4j.experiment.cli.Vae",
                "sweep",
                "run",
                "kill.yaml",
                "--retries=1000"));
        return new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        folder.resolve("output-" + number + ".txt").toFile()))
                .start();
    }

    private String output() {
        StringBuilder text = new StringBuilder();
        for (int i = 1; i <= 2; i++) {
            File file = folder.resolve("output-" + i + ".txt").toFile();
            try {
                text.append("\n").append(Files.readString(file.toPath()));
            } catch (IOException e) {
                text.append(e);
            }
        }
        return text.toString();
    }

    private int random(int bound) {
        return Math.floorMod((int) (Streams.at(Streams.derive(SEED, "kill"), draws++) >>> 33), bound);
    }

    private void killAll(Process sweep) {
        List<ProcessHandle> all =
                Stream.concat(sweep.descendants(), Stream.of(sweep.toHandle())).toList();
        all.forEach(ProcessHandle::destroyForcibly);
        // Otherwise they might still write while their folder is deleted.
        all.forEach(process -> process.onExit()
                .completeOnTimeout(process, 10, TimeUnit.SECONDS)
                .join());
    }
}
