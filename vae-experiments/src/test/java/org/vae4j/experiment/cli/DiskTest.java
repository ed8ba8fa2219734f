package org.vae4j.experiment.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.vae4j.experiment.config.ConfigResolver;
import org.vae4j.experiment.config.ExperimentConfig;
import org.vae4j.experiment.config.NoOptions;
import org.vae4j.experiment.lease.LeaseRecord;
import org.vae4j.experiment.rundir.RunDirectory;
import org.vae4j.experiment.rundir.RunFiles;
import org.vae4j.experiment.rundir.RunSession;
import org.vae4j.experiment.rundir.RunState;
import org.vae4j.experiment.study.terminal.ExitCode;
import org.vae4j.train.checkpoint.Checkpoint;

/** Disks that are full or cannot be written; needs the right to mount one, as root has it. */
@EnabledOnOs(OS.LINUX)
class DiskTest {

    @TempDir
    Path folder;

    private Path disk;
    private boolean mounted;

    @AfterEach
    void unmount() throws Exception {
        if (mounted) {
            run("umount", disk.toString());
        }
    }

    /** The disk fills up in the middle; with room again the same command ends as if it had always been there. */
    @Test
    void aFullDiskIsNamedInOneLineAndCostsNothing() throws Exception {
        mount("size=1m");
        TinyRun run = new TinyRun(disk, "full", "training.epochs=200", "training.patience=200");
        Process process = run.start();
        while (process.isAlive() && run.epochs() < 2) {
            Thread.sleep(5);
        }
        Path ballast = disk.resolve("ballast");
        fill(ballast);
        assertThat(process.waitFor(15, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue()).isEqualTo(ExitCode.UNWRITABLE);
        assertThat(Files.readString(run.output()).lines().filter(l -> l.startsWith("vae: ")))
                .singleElement()
                .asString()
                .contains("cannot write to", "No space left", "--runs");
        Files.delete(ballast);
        Path root = run.root().orElseThrow();
        assertThat(RunFiles.in(root).status()).isPresent();
        Checkpoint checkpoint = Checkpoint.read(root.resolve("checkpoints/last.zip"));
        assertThat(checkpoint.progress().iteration()).isPositive();
    }

    /** It would not say whose it is, and make the next process wait until it is old. */
    @Test
    void aFullDiskLeavesNoLeaseHeld() throws Exception {
        mount("size=1m");
        ExperimentConfig config =
                new ConfigResolver("example", "", NoOptions.class).resolve(Optional.empty(), List.of());
        Path root = RunDirectory.locate(disk, config);
        Path ballast = disk.resolve("ballast");
        fill(ballast);
        assertThatThrownBy(() -> RunDirectory.open(disk, config)).hasMessageContaining("No space left");
        assertThat(held(root)).isEmpty();

        Files.delete(ballast);
        RunDirectory directory = RunDirectory.open(disk, config);
        fill(ballast);
        assertThatThrownBy(() -> new RunSession(directory)).hasMessageContaining("No space left");
        assertThat(held(root)).isEmpty();

        Files.delete(ballast);
        try (RunSession session = new RunSession(RunDirectory.open(disk, config))) {
            fill(ballast);
            assertThatThrownBy(() -> session.end(RunState.DONE, Optional.empty()))
                    .hasMessageContaining("No space left");
            assertThat(held(root)).isEmpty();
        }
    }

    private static List<Path> held(Path root) throws IOException {
        List<Path> held = new ArrayList<>();
        try (Stream<Path> files = Files.list(root)) {
            for (Path file : files.filter(f -> f.getFileName().toString().startsWith(".lease"))
                    .toList()) {
                if (!LeaseRecord.read(file).isReleased()) {
                    held.add(file);
                }
            }
        }
        return held;
    }

    @Test
    void aReadOnlyDiskIsNamedInOneLine() throws Exception {
        mount("size=1m");
        assumeTrue(run("mount", "-o", "remount,ro", disk.toString()) == 0, "needs the right to mount");
        java.io.StringWriter err = new java.io.StringWriter();
        var line = Vae.commandLine().setErr(new java.io.PrintWriter(err, true));
        assertThat(line.execute("run", "quickstart", "--runs", disk.toString())).isEqualTo(ExitCode.UNWRITABLE);
        assertThat(err.toString().lines())
                .singleElement()
                .asString()
                .contains("cannot write to", "Read-only file system", "--runs");
    }

    private void mount(String options) throws Exception {
        disk = Files.createDirectory(folder.resolve("disk"));
        mounted = Files.isExecutable(Path.of("/bin/mount"))
                && run("mount", "-t", "tmpfs", "-o", options, "tmpfs", disk.toString()) == 0;
        assumeTrue(mounted, "needs the right to mount a disk of its own, as root");
    }

    private static void fill(Path ballast) throws IOException {
        try (var out = Files.newOutputStream(ballast)) {
            byte[] block = new byte[4096];
            while (true) {
                out.write(block);
            }
        } catch (IOException e) {
            assertThat(e).hasMessageContaining("No space left");
        }
    }

    private static int run(String... command) throws Exception {
        return new ProcessBuilder(command).start().waitFor();
    }
}
