package org.vae4j.experiment.sweep.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vae4j.experiment.lease.LeaseRecord;
import org.vae4j.experiment.rundir.RunDirectory;
import org.vae4j.experiment.rundir.RunSession;
import org.vae4j.experiment.rundir.RunState;
import org.vae4j.experiment.sweep.plan.SweepFile;
import org.vae4j.experiment.sweep.plan.SweepPlan;
import org.vae4j.experiment.sweep.plan.Trial;
import picocli.CommandLine;

/** {@code vae sweep} from the command line, with trials that fail beside trials that finish. */
class SweepCommandTest {

    private static final String FAULTY = """
            experiment: quickstart
            overrides:
              data.lines: {size: 8, train: 64, test: 16}
              model: {encoder: [8], decoder: [8], latent: 2}
              training.epochs: 1
            chain:
              - grid: {objective.beta: [-1]}
              - zip: {data.name: [mnist], data.dir: [/nowhere],
                      data.lines.size: [28], data.lines.train: [20000], data.lines.test: [2000]}
              - grid: {seed: [5, 6]}
            """;

    @TempDir
    Path folder;

    private String out = "";
    private String err = "";

    @Test
    void failedTrialsAreReportedAndTheOthersFinish() throws IOException {
        Path file = Files.writeString(folder.resolve("faulty.yaml"), FAULTY);
        SweepPlan plan = SweepPlan.of(SweepFile.read(file));
        // A file where a run's directory should be: nobody can write there, not even root.
        Path blocked = plan.trials().get(2).run(folder.resolve("runs"));
        Files.createDirectories(blocked.getParent());
        Files.createFile(blocked);

        assertThat(sweep("plan", file.toString())).isEqualTo(1);
        assertThat(out)
                .contains(
                        "#0  beta=-1  INVALID: objective.beta: found -1.0",
                        "4 trials of quickstart, 3 runs, 1 invalid");

        assertThat(sweep("run", file.toString(), "--workers", "2", "--json"))
                .as(err)
                .isEqualTo(1);
        assertThat(out).contains("\"done\":1", "\"failed\":2", "\"invalid\":1");
        assertThat(err)
                .contains("INVALID #0 beta=-1", "FAILED #1 name=mnist dir=/nowhere ", "vae data fetch mnist")
                .contains("FAILED #2 seed=5: cannot write to " + blocked)
                .doesNotContain("Exception:");

        assertThat(sweep("status", file.toString())).isZero();
        assertThat(out).contains("failed       #1", "failed       #2", "faulty: 1 done, 2 failed, 1 invalid");

        // A second call runs the trials that failed, and not the one that is done.
        Files.delete(blocked);
        assertThat(sweep("run", file.toString())).isEqualTo(1);
        assertThat(out)
                .contains("3 runs of quickstart, 1 done before", "done    #2")
                .doesNotContain("started #3");
        assertThat(sweep("collect", file.toString())).isZero();
        assertThat(folder.resolve("runs/sweeps/faulty/table.csv")).content().contains("\n2,lines,", "\n0,");
    }

    @Test
    void theExampleOfTheDocumentationRuns() throws IOException {
        String page = Files.readString(Path.of("..", "docs", "sweeps.md"));
        List<String> blocks = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL)
                .matcher(page)
                .results()
                .map(block -> block.group(1))
                .toList();
        assertThat(blocks).hasSize(3);
        SweepFile everything = SweepFile.parse(String.join("", blocks), "tiny", "page");
        assertThat(everything.halving()).isPresent();
        assertThat(everything.cluster().tasks()).hasValue(8);

        Path file = Files.writeString(folder.resolve("tiny.yaml"), blocks.get(0));
        assertThat(sweep("run", file.toString(), "--workers", "2")).as(err).isZero();
        assertThat(out).contains("4 runs of quickstart, 0 done before", "started #1 beta=0.5 seed=2", "tiny: 4 done");
        assertThat(sweep("collect", file.toString())).isZero();
        // The heading, not the numbers: another processor rounds otherwise.
        assertThat(page).contains(out.lines().findFirst().orElseThrow());
    }

    /** The other process holds the lease but may not have written a status yet: the sweep waits, and does the rest. */
    @Test
    void waitsForATrialThatAnotherProcessRunsWithoutTheSweep() throws Exception {
        Path file = Files.writeString(folder.resolve("shared.yaml"), """
                experiment: quickstart
                seeds: 1
                overrides:
                  data.lines: {size: 8, train: 64, test: 16}
                  model: {encoder: [8], decoder: [8], latent: 2}
                  training.epochs: 1
                """);
        Path runs = folder.resolve("runs");
        Trial trial = SweepPlan.of(SweepFile.read(file)).trials().get(0);
        RunDirectory theirs = RunDirectory.open(runs, trial.config().orElseThrow());
        Path first = runs.resolve("sweeps/.leases").resolve(trial.key()).resolve("1");
        ExecutorService thread = Executors.newSingleThreadExecutor();
        try {
            Future<Integer> code = thread.submit(() -> sweep("run", file.toString()));
            while (!code.isDone() && outcome(first).isEmpty()) {
                Thread.sleep(20);
            }
            assertThat(outcome(first)).isEqualTo("left");
            new RunSession(theirs).end(RunState.INTERRUPTED, "test");
            assertThat(code.get()).as(err).isZero();
        } finally {
            thread.shutdown();
        }
        assertThat(out).contains("shared: 1 done").doesNotContain("FAILED");
    }

    private static String outcome(Path lease) throws IOException {
        return Files.exists(lease) ? LeaseRecord.read(lease).outcome() : "";
    }

    @Test
    void refusesAMalformedFileWithExitCode2AndWritesNothing() throws IOException {
        Path file = Files.writeString(folder.resolve("bad.yaml"), "experiment: quickstart\ngird: {seed: [1]}\n");
        for (String command : new String[] {"plan", "run", "status", "collect"}) {
            assertThat(sweep(command, file.toString())).isEqualTo(2);
            assertThat(err).contains("did you mean 'grid'?");
        }
        assertThat(sweep("run", "beta-swep")).isEqualTo(2);
        assertThat(err).contains("did you mean 'beta-sweep'?");
        assertThat(sweep("run", "beta-sweep", "--task=9/8")).isEqualTo(2);
        assertThat(err).contains("--task: found '9/8', expected I/N");
        assertThat(folder.resolve("runs")).doesNotExist();
    }

    private int sweep(String command, String... arguments) {
        StringWriter written = new StringWriter();
        StringWriter errors = new StringWriter();
        CommandLine line = new CommandLine(new SweepCommand())
                .setOut(new PrintWriter(written))
                .setErr(new PrintWriter(errors))
                .setExecutionExceptionHandler((e, c, r) -> {
                    c.getErr().println("vae: " + e.getMessage());
                    return e instanceof IllegalArgumentException ? 2 : 1;
                });
        List<String> all = new ArrayList<>(List.of(command));
        all.addAll(List.of(arguments));
        all.addAll(List.of("--runs", folder.resolve("runs").toString()));
        int code = line.execute(all.toArray(String[]::new));
        out = written.toString();
        err = errors.toString();
        return code;
    }
}
