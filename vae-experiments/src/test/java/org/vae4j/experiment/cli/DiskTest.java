package org.vae4j.experiment.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.vae4j.experiment.config.ConfigResolver;
import org.vae4j.experiment.config.ExperimentConfig;
import org.vae4j.experiment.config.binding.NoOptions;
import org.vae4j.experiment.lease.LeaseRecord;
import org.vae4j.experiment.rundir.RunDirectory;
import org.vae4j.experiment.rundir.RunFiles;
import org.vae4j.experiment.rundir.RunSession;
import org.vae4j.experiment.study.terminal.ExitCode;
import org.vae4j.train.checkpoint.Checkpoint;

/** Training runs on full and on read-only disks; skipped without the right to mount a disk, which root has. */
@EnabledOnOs(OS.LINUX)
class DiskTest {

    @TempDir
    Path folder;

    private MountedDisk disk;

    @AfterEach
    void unmount() throws IOException {
        if (disk != null) {
            disk.close();
        }
    }

    /** The disk fills up during training; the last checkpoint stays readable. */
    @Test
    void aFullDiskEndsTheRunInOneLineAndLeavesItsCheckpoint() throws Exception {
        mount();
        TinyRun run = new TinyRun(disk.place(), "full", "training.epochs=200", "training.patience=200");
        Process process = run.start();
        while (process.isAlive() && run.epochs() < 2) {
            Thread.sleep(5);
        }
        disk.fill();
        assertThat(process.waitFor(15, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue()).isEqualTo(ExitCode.UNWRITABLE);
        assertThat(Files.readString(run.output()).lines().filter(l -> l.startsWith("vae: ")))
                .singleElement()
                .asString()
                .contains("cannot write to", "No space left", "--runs");
        disk.free();
        Path root = run.root().orElseThrow();
        assertThat(RunFiles.in(root).status()).isPresent();
        Checkpoint checkpoint = Checkpoint.read(root.resolve("checkpoints/last.zip"));
        assertThat(checkpoint.progress().iteration()).isPositive();
    }

    /** A lease that was only half written would name no owner, and the next process would wait until it is stale. */
    @Test
    void aFullDiskLeavesNoHeldLease() throws Exception {
        mount();
        ExperimentConfig config = new ConfigResolver("example", "", NoOptions.class).resolve(List.of());
        Path root = RunDirectory.locate(disk.place(), config);
        disk.fill();
        assertThatThrownBy(() -> RunDirectory.open(disk.place(), config)).hasMessageContaining("No space left");
        assertThat(held(root)).isEmpty();

        disk.free();
        RunDirectory directory = RunDirectory.open(disk.place(), config);
        disk.fill();
        assertThatThrownBy(() -> new RunSession(directory)).hasMessageContaining("No space left");
        assertThat(held(root)).isEmpty();

        disk.free();
        try (RunSession session = new RunSession(RunDirectory.open(disk.place(), config))) {
            disk.fill();
            assertThatThrownBy(() -> session.done()).hasMessageContaining("No space left");
            assertThat(held(root)).isEmpty();
        }
    }

    /** The leases of a run that are not released. */
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
    void aReadOnlyDiskIsRefusedInOneLine() throws Exception {
        mount();
        disk.lock();
        Typed run = Typed.vae("run", "quickstart", "--runs", disk.place().toString());
        assertThat(run.code()).isEqualTo(ExitCode.UNWRITABLE);
        assertThat(run.err().lines())
                .singleElement()
                .asString()
                .contains("cannot write to", "Read-only file system", "--runs");
    }

    private void mount() throws IOException {
        disk = MountedDisk.at(folder.resolve("disk"), "size=1m");
    }
}
