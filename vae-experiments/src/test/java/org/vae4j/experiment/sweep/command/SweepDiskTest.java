package org.vae4j.experiment.sweep.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.vae4j.experiment.cli.MountedDisk;
import org.vae4j.experiment.rundir.RunFiles;
import org.vae4j.experiment.rundir.RunState;
import org.vae4j.experiment.study.terminal.ExitCode;
import org.vae4j.experiment.sweep.plan.SweepFile;
import org.vae4j.experiment.sweep.plan.SweepPlan;
import org.vae4j.experiment.sweep.state.SweepDirectory;
import org.vae4j.experiment.sweep.work.Assignment;
import org.vae4j.experiment.sweep.work.Halving;
import picocli.CommandLine;

/** Sweeps on disks that are full or cannot be written; needs the right to mount one, as root has it. */
@EnabledOnOs(OS.LINUX)
class SweepDiskTest {

    private static final String SWEEP = """
            experiment: quickstart
            overrides:
              data.lines: {size: 8, train: 64, test: 16}
              model: {encoder: [8], decoder: [8], latent: 2}
              training.epochs: 1
            seeds: 3
            """;

    @TempDir
    Path folder;

    private final Deque<MountedDisk> mounted = new ArrayDeque<>();
    private String said = "";

    @AfterEach
    void unmount() throws Exception {
        while (!mounted.isEmpty()) {
            mounted.pop().close();
        }
    }

    /** The first run's directory is on a full disk, the second one's on a read-only disk. */
    @Test
    void trialsWhoseDisksCannotBeWrittenFailAndTheOthersFinish() throws Exception {
        Path file = Files.writeString(folder.resolve("disk.yaml"), SWEEP);
        Path runs = folder.resolve("runs");
        SweepPlan plan = SweepPlan.of(SweepFile.read(file));
        mount(plan.trials().get(0).run(runs), "size=8k");
        mount(plan.trials().get(1).run(runs), "ro");

        assertThat(sweep(file, runs)).as(said).isEqualTo(1);
        assertThat(said)
                .containsPattern("FAILED #0 seed=1: cannot write to .*No space left on device")
                .containsPattern("FAILED #1 seed=2: cannot write to .*Read-only file system")
                .contains("disk: 1 done, 2 failed")
                .doesNotContain("Exception:");

        unmount();
        assertThat(sweep(file, runs)).as(said).isZero();
        assertThat(said).contains("1 done before", "disk: 3 done").doesNotContain("started #2");
    }

    /** The disk of all runs is full after the first one. */
    @Test
    void aFullDiskLeavesFinishedTrialsAsTheyAre() throws Exception {
        Path file = Files.writeString(folder.resolve("disk.yaml"), SWEEP);
        Path runs = folder.resolve("runs");
        MountedDisk disk = mount(runs, "size=4m");
        assertThat(sweep(file, runs, "--task", "1/3")).as(said).isZero();
        disk.fill();

        assertThat(sweep(file, runs)).as(said).isEqualTo(ExitCode.UNWRITABLE);
        assertThat(said)
                .containsPattern("cannot write to .*No space left on device")
                .contains("1 done before")
                .doesNotContain("Exception:");

        disk.free();
        Path first = SweepPlan.of(SweepFile.read(file)).trials().get(0).run(runs);
        assertThat(RunFiles.in(first).status().orElseThrow().state()).isEqualTo(RunState.DONE);
        assertThat(sweep(file, runs)).as(said).isZero();
        assertThat(said).contains("1 done before", "disk: 3 done").doesNotContain("started #0");
    }

    /** An empty file would count as a promotion. */
    @Test
    void aFullDiskLeavesNoHalfWrittenPromotion() throws Exception {
        SweepPlan plan = SweepPlan.of(SweepFile.parse("""
                {experiment: quickstart, overrides: {data.valid: 10, training.epochs: 2}, seeds: 1, halving: {first: 1}}
                """, "disk", "disk.yaml"));
        Path runs = folder.resolve("runs");
        MountedDisk disk = mount(runs.resolve("sweeps"), "size=64k");
        Path run = Files.createDirectories(plan.trials().get(0).run(runs));
        Files.writeString(run.resolve("metrics.jsonl"), "{\"epoch\": 1, \"valid\": {\"negElboNats\": 5.0}}\n");
        SweepDirectory directory = new SweepDirectory(runs, "disk");
        Halving halving =
                new Halving(plan.trials(), directory, plan.file().halving().orElseThrow());
        Assignment promoted = halving.remaining().get(0);
        disk.fill();
        assertThatThrownBy(() -> halving.begin(promoted)).hasMessageContaining("No space left");
        assertThat(directory.root().resolve("halving")).isEmptyDirectory();

        disk.free();
        halving.begin(promoted);
        halving.begin(promoted);
        assertThat(directory.root().resolve("halving")).isDirectoryContaining("glob:**.2.json");
    }

    private MountedDisk mount(Path place, String options) throws IOException {
        MountedDisk disk = MountedDisk.at(place, options);
        mounted.push(disk);
        return disk;
    }

    private int sweep(Path file, Path runs, String... more) {
        StringWriter written = new StringWriter();
        CommandLine line = new CommandLine(new SweepCommand())
                .setOut(new PrintWriter(written))
                .setErr(new PrintWriter(written))
                .setExecutionExceptionHandler((e, c, r) -> {
                    c.getErr().println("vae: " + e.getMessage());
                    return ExitCode.of(e);
                });
        List<String> arguments =
                new ArrayList<>(List.of("run", file.toString(), "--runs", runs.toString(), "--workers", "2"));
        arguments.addAll(List.of(more));
        int code = line.execute(arguments.toArray(String[]::new));
        said = written.toString();
        return code;
    }
}
