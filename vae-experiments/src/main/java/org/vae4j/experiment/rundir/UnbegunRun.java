package org.vae4j.experiment.rundir;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Set;
import java.util.stream.Stream;
import org.vae4j.file.AtomicFile;

/** Removes the directory of a run that made no step. Only the process that holds the directory's lease may use it. */
final class UnbegunRun {

    private static final Set<String> WRITTEN_BEFORE_THE_FIRST_STEP =
            Set.of("config.yaml", RunFiles.STATUS, "provenance.json", "log.txt");

    private final Path root;

    UnbegunRun(Path root) {
        this.root = root;
    }

    /** Whether the directory holds any result of a run. */
    boolean hasResults() throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> root.relativize(file).toString())
                    .anyMatch(UnbegunRun::isResult);
        }
    }

    /** Deletes everything in the directory but its leases, which keep other processes out meanwhile. */
    void deleteContents() throws IOException {
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                if (!RunLease.isLease(file.getFileName().toString())) {
                    Files.delete(file);
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path folder, IOException e) throws IOException {
                if (!folder.equals(root)) {
                    Files.delete(folder);
                }
                return FileVisitResult.CONTINUE;
            }
        });
    }

    /** Deletes the directory, and the folder of the experiment if it has no other run. */
    void deleteFolders() throws IOException {
        try {
            Files.delete(root);
            Files.delete(root.getParent());
        } catch (DirectoryNotEmptyException e) {
            // Another process has entered the directory, or the experiment has other runs: these files stay.
            return;
        }
    }

    private static boolean isResult(String name) {
        return !WRITTEN_BEFORE_THE_FIRST_STEP.contains(name)
                && !RunLease.isLease(name)
                && !name.endsWith(AtomicFile.UNFINISHED);
    }
}
