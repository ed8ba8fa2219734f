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
 * Kills processes of trainings that end by patience and starts them again: four times in a build, and twenty times in
 * {@code scripts/test-kills}, which sets {@code -Dvae4j.kills=20}. Half of the kills are done with each way to select
 * the model.
 */
@DisabledOnOs(OS.WINDOWS)
class KillsTest {

    private static final int KILLS = Integer.getInteger("vae4j.kills", 4);
    /** The seed of the moments at which processes are killed. */
    private static final long SEED = Long.getLong("vae4j.kills.seed", 7);

    private static final int MAX_KILLS_OF_A_RUN = 4;

    private static final long PATIENCE_SECONDS = 900;

    /** The exit code of a process that SIGKILL has ended: 128 + 9. */
    private static final int KILLED = 137;

    @TempDir
    Path folder;

    private Path runs;
    private Process process;

    /** The stage of a run at which it was killed. */
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
            // Otherwise it might still write while its folder is deleted.
            process.destroyForcibly().waitFor();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"last", "best_valid"})
    void aRunThatIsKilledRepeatedlyEndsToTheSameBits(String select) throws Exception {
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
            int killsOfRun = Math.min(wanted - kills, 1 + random.nextInt(MAX_KILLS_OF_A_RUN));
            Clock clock = new Clock(random, millis, epochs);
            boolean killed = true;
            for (int i = 0; i < killsOfRun && killed; i++) {
                killed = kill(run, kills, clock, moments);
                kills += killed ? 1 : 0;
            }
            complete(run);
            assertThat(run.fingerprint()).as("trial %d, %s", trial, moments).isEqualTo(expected);
        }
        System.out.printf(
                "%s: %d kills in %d runs %s: all ended as the uninterrupted one%n", select, kills, trial, moments);
    }

    /** Runs to the end. A run that was killed when it was done but had no report gets it by the same command. */
    private void complete(TinyRun run) throws InterruptedException, IOException {
        do {
            process = run.start();
            end(run, ExitCode.DONE);
        } while (!run.isDone() || !run.has("report.html"));
    }

    /**
     * Determines the moments at which a run is killed.
     *
     * @param random draws the moments
     * @param millis the duration of an uninterrupted run
     * @param epochs the epochs of an uninterrupted run
     */
    private record Clock(Random random, long millis, int epochs) {}

    /**
     * Starts a run and kills it.
     *
     * @param number the number of the kill, which selects the kind of moment: a checkpoint, a random time, the
     *     evaluation or the pictures
     * @return whether the process was still running at that moment
     */
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
        killed &= process.exitValue() == KILLED;
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
    void onlyOneOfTwoProcessesTrainsARun() throws Exception {
        TinyRun run = new TinyRun(runs, "two");
        process = run.start();
        Process other = run.start();
        try {
            assertThat(other.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
            assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
            int[] codes = {process.exitValue(), other.exitValue()};
            Arrays.sort(codes);
            // The second process found the run busy, or already done.
            assertThat(codes[0]).as(Files.readString(run.output())).isEqualTo(ExitCode.DONE);
            assertThat(codes[1]).as(Files.readString(run.output())).isIn(ExitCode.DONE, ExitCode.BUSY);
        } finally {
            other.destroyForcibly().waitFor();
        }
        assertThat(run.output()).content().containsPattern("vae: found a (live|finished) run in|already done");
        assertThat(run.output()).content().containsOnlyOnce("done in ");
    }

    /** Slurm sends this signal before the time limit. */
    @Test
    void sigusr1StopsARunAtACheckpoint() throws Exception {
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
