package org.vae4j.experiment.sweep.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vae4j.experiment.lease.LeaseRecord;
import org.vae4j.experiment.rundir.RunFiles;
import org.vae4j.experiment.rundir.RunState;
import org.vae4j.experiment.study.terminal.Terminal;
import org.vae4j.experiment.sweep.plan.SweepFile;
import org.vae4j.experiment.sweep.plan.SweepPlan;
import org.vae4j.experiment.sweep.plan.Trial;
import org.vae4j.experiment.sweep.state.SweepDirectory;

/** Interrupts a sweep whose trial would train for days. */
class SweepRunTest {

    private static final SweepPlan ENDLESS = SweepPlan.of(SweepFile.parse("""
            {experiment: quickstart, seeds: 1, overrides: {training.epochs: 1000000, evaluation.everyEpochs: 0,
             data.lines: {size: 8, train: 64, test: 16}, model: {encoder: [8], decoder: [8], latent: 2}}}
            """, "endless", "endless.yaml"));

    @TempDir
    Path runs;

    @Test
    void anInterruptStopsTheTrialsAtACheckpoint() throws Exception {
        Trial trial = ENDLESS.trials().get(0);
        Path run = trial.run(runs);
        ExecutorService thread = Executors.newSingleThreadExecutor();
        Future<Integer> sweep = thread.submit(() -> sweep().run());
        while (!Files.exists(run.resolve("checkpoints/last.zip"))) {
            assertThat(sweep.isDone())
                    .as("the sweep has ended before its first checkpoint")
                    .isFalse();
            TimeUnit.MILLISECONDS.sleep(50);
        }
        List<ProcessHandle> trials = trials(run);
        assertThat(trials).hasSize(1);
        try {
            thread.shutdownNow();
            assertThatThrownBy(sweep::get)
                    .isInstanceOf(ExecutionException.class)
                    .hasCauseInstanceOf(InterruptedException.class);
            assertThat(trials).noneMatch(ProcessHandle::isAlive);
        } finally {
            trials.forEach(ProcessHandle::destroyForcibly);
        }
        assertThat(RunFiles.in(run).status().orElseThrow().state()).isEqualTo(RunState.INTERRUPTED);
        Path lease = new SweepDirectory(runs, "endless")
                .leases()
                .resolve(trial.key())
                .resolve("1");
        assertThat(LeaseRecord.read(lease).outcome()).isEqualTo("interrupted");
    }

    /** The process of a trial, which the status of its run names. */
    private static List<ProcessHandle> trials(Path run) {
        long pid = RunFiles.in(run).status().orElseThrow().pid();
        return ProcessHandle.current().children().filter(p -> p.pid() == pid).toList();
    }

    private SweepRun sweep() {
        SweepDirectory directory = new SweepDirectory(runs, "endless");
        boolean json = false;
        boolean quiet = true;
        PrintWriter nowhere = new PrintWriter(new StringWriter());
        SweepScreen screen = new SweepScreen(new Terminal(nowhere, nowhere, json, quiet), "endless", 1, 0, 1);
        Strategy strategy = Strategy.complete(ENDLESS.trials(), directory);
        int workers = 1;
        int retries = 0;
        boolean patient = true;
        SweepRun.Options options = new SweepRun.Options(workers, retries, patient);
        return new SweepRun(ENDLESS, directory, strategy, options, screen);
    }
}
