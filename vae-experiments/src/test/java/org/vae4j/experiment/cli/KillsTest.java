package org.vae4j.experiment.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vae4j.experiment.rundir.RunFiles;
import org.vae4j.experiment.rundir.RunState;
import org.vae4j.experiment.study.terminal.ExitCode;

/**
 * Real processes of trainings that end by patience, killed and started again: in a build four times, with {@code
 * -Dvae4j.kills=20}, as {@code scripts/test-kills} does it, twenty times, half of them with each way to select the
 * model.
 */
@DisabledOnOs(OS.WINDOWS)
class KillsTest {

    private static final int KILLS = Integer.getInteger("vae4j.kills", 4);
    /** Moments are drawn anew by another seed. */
    private static final long SEED = Long.getLong("vae4j.kills.seed", 7);

    private static final long PATIENCE_SECONDS = 900;

    @TempDir
    Path folder;

    private Path runs;
    private Process process;

    /** What a run was about when it was killed. */
    private enum Moment {
        START_UP,
        TRAINING,
        CHECKPOINT,
        EVALUATION,
        PICTURES,
        REPORT
    }

    @BeforeEach
    void makeAPlace() throws IOException {
        runs = Files.createDirectory(folder.resolve("runs"));
    }

    @AfterEach
    void leaveNoProcess() throws InterruptedException {
        if (process != null) {
            // Or it still writes while its folder is taken away.
            process.destroyForcibly().waitFor();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"last", "best_valid"})
    void aRunThatIsKilledAgainAndAgainEndsAsIfNothingHadBeen(String select) throws Exception {
        String setting = "training.select=" + select;
        TinyRun whole = new TinyRun(runs, "whole", setting);
        long begin = System.nanoTime();
        process = whole.start();
        end(whole, ExitCode.DONE);
        long millis = (System.nanoTime() - begin) / 1_000_000;
        Map<String, String> expected = whole.fingerprint();
        assertThat(expected)
                .containsKeys("last.zip/coefficients.bin", "last.zip/updaterState.bin", "metrics.jsonl", "test.json");
        int epochs = whole.epochs();
        assertThat(epochs).as("patience ended it").isBetween(3, 19);

        Random random = new Random(SEED);
        Map<Moment, Integer> moments = new EnumMap<>(Moment.class);
        int kills = 0;
        int trial = 0;
        int wanted = Math.max(1, KILLS / 2);
        while (kills < wanted) {
            trial++;
            TinyRun run = new TinyRun(runs, "trial" + trial, setting);
            // A run that is let through now and then shows that others would have ended, too.
            int most = 1 + random.nextInt(4);
            for (int i = 0;
                    i < most && kills < wanted && kill(run, kills, new Clock(random, millis, epochs), moments);
                    i++) {
                kills++;
            }
            // Also of a run that is done: the same command completes what is missing and says that it is done.
            do {
                process = run.start();
                end(run, ExitCode.DONE);
            } while (!run.isDone() || !run.has("report.html"));
            assertThat(run.fingerprint()).as("trial %d, %s", trial, moments).isEqualTo(expected);
        }
        System.out.printf(
                "%s: %d kills in %d runs %s: all ended as the uninterrupted one%n", select, kills, trial, moments);
    }

    /**
     * When to kill.
     *
     * @param random where the moments come from
     * @param millis what a whole run takes
     * @param epochs that a whole run has
     */
    private record Clock(Random random, long millis, int epochs) {}

    /** Returns whether the process still lived when its time came. */
    private boolean kill(TinyRun run, int number, Clock clock, Map<Moment, Integer> moments) throws Exception {
        process = run.start();
        switch (number % 6) {
            case 0 -> await(run::isWritingACheckpoint);
            case 1, 2, 3 -> Thread.sleep((long) (clock.random.nextDouble() * clock.millis));
            case 4 -> await(() -> run.epochs() >= clock.epochs);
            default -> await(() -> run.has("eval/test.json"));
        }
        Moment moment = moment(run, clock.epochs);
        boolean killed = process.isAlive();
        process.destroyForcibly().waitFor();
        // 128 + SIGKILL.
        killed &= process.exitValue() == 137;
        if (killed) {
            moments.merge(moment, 1, Integer::sum);
        }
        return killed;
    }

    private static Moment moment(TinyRun run, int epochs) {
        if (run.isDone()) {
            return Moment.REPORT;
        }
        if (run.has("eval/test.json")) {
            return Moment.PICTURES;
        }
        if (run.isWritingACheckpoint()) {
            return Moment.CHECKPOINT;
        }
        if (run.epochs() >= epochs) {
            return Moment.EVALUATION;
        }
        return run.has("checkpoints/last.zip") ? Moment.TRAINING : Moment.START_UP;
    }

    @Test
    void ofTwoProcessesOneTrains() throws Exception {
        TinyRun run = new TinyRun(runs, "two");
        process = run.start();
        Process other = run.start();
        try {
            assertThat(other.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
            assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
            int[] codes = {process.exitValue(), other.exitValue()};
            Arrays.sort(codes);
            // One that came late found the run done.
            assertThat(codes[0]).as(Files.readString(run.output())).isEqualTo(ExitCode.DONE);
            assertThat(codes[1]).as(Files.readString(run.output())).isIn(ExitCode.DONE, ExitCode.BUSY);
        } finally {
            other.destroyForcibly().waitFor();
        }
        assertThat(run.output()).content().containsPattern("vae: found a (live|finished) run in|already done");
        assertThat(run.output()).content().containsOnlyOnce("done in ");
    }

    /** What Slurm sends before the time limit. */
    @Test
    void aUserSignalLeavesACheckpointAndACodeOfItsOwn() throws Exception {
        TinyRun run = new TinyRun(runs, "signal", "training.epochs=100000", "training.patience=100000");
        process = run.start();
        await(() -> run.epochs() >= 2);
        assertThat(new ProcessBuilder("kill", "-USR1", Long.toString(process.pid()))
                        .start()
                        .waitFor())
                .isZero();
        end(run, ExitCode.INTERRUPTED);
        Path root = run.root().orElseThrow();
        assertThat(RunFiles.in(root).status())
                .hasValueSatisfying(s -> assertThat(s.state()).isEqualTo(RunState.INTERRUPTED));
        assertThat(run.has("checkpoints/last.zip")).isTrue();
        assertThat(run.output()).content().contains("interrupted; the same command continues it");
    }

    private void await(BooleanSupplier condition) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (process.isAlive() && !condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("patience").isLessThan(deadline);
            Thread.sleep(1);
        }
    }

    private void end(TinyRun run, int code) throws InterruptedException, IOException {
        assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS))
                .as("ended")
                .isTrue();
        assertThat(process.exitValue()).as(Files.readString(run.output())).isEqualTo(code);
    }
}
