package org.vae4j.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFileTest {

    private static final int WRITERS = 8;
    private static final int WRITES = 25;

    @TempDir
    Path folder;

    @Test
    void readersSeeACompleteFileWhileManyThreadsWriteIt() throws Exception {
        Path file = folder.resolve("sweep.yaml");
        ExecutorService threads = Executors.newFixedThreadPool(WRITERS);
        try {
            List<Callable<Void>> writers = new ArrayList<>();
            for (int i = 0; i < WRITERS; i++) {
                String mine = content(i);
                writers.add(() -> {
                    for (int j = 0; j < WRITES; j++) {
                        AtomicFile.write(file, mine);
                        String seen = Files.readString(file);
                        assertThat(seen).isEqualTo(content(seen.charAt(0) - 'a'));
                    }
                    return null;
                });
            }
            for (Future<Void> writer : threads.invokeAll(writers)) {
                writer.get();
            }
        } finally {
            threads.shutdown();
        }
        assertThat(folder).isDirectoryNotContaining(f -> !f.equals(file));
    }

    @Test
    void aFailedWriteLeavesTheFileUnchanged() throws Exception {
        Path file = folder.resolve("table.csv");
        AtomicFile.write(file, "whole");
        assertThatThrownBy(() -> AtomicFile.write(file, unfinished -> {
                    Files.writeString(unfinished, "ha");
                    throw new IOException("no space left");
                }))
                .isInstanceOf(IOException.class);
        assertThat(file).hasContent("whole");
        assertThat(folder).isDirectoryNotContaining(f -> !f.equals(file));
    }

    @Test
    void anInterruptedThreadStillWrites() throws Exception {
        Path file = folder.resolve("status.json");
        Thread.currentThread().interrupt();
        try {
            AtomicFile.write(file, "{}");
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
        assertThat(file).hasContent("{}");
    }

    @Test
    void writtenFileHasThePermissionsOfAnyNewFile() throws Exception {
        assumeThat(FileSystems.getDefault().supportedFileAttributeViews()).contains("posix");
        Path file = folder.resolve("shared.txt");
        AtomicFile.write(file, "for all");
        Set<PosixFilePermission> usual = Files.getPosixFilePermissions(Files.createFile(folder.resolve("usual")));
        assertThat(Files.getPosixFilePermissions(file)).isEqualTo(usual);
    }

    private static String content(int writer) {
        return String.valueOf((char) ('a' + writer)).repeat(10_000 + writer);
    }
}
