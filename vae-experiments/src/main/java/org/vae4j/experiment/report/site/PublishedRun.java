package org.vae4j.experiment.report.site;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;
import org.vae4j.experiment.report.Report;

/**
 * The part of a run directory that its report is made of: no weights, no checkpoints, and the warnings alone of the
 * log.
 */
final class PublishedRun {

    private static final List<String> FILES =
            List.of("config.yaml", "provenance.json", "status.json", "metrics.jsonl", "data.json");
    private static final List<String> FOLDERS = List.of("eval", "figures");

    private PublishedRun() {}

    /** Copies a run into a folder, with its report. */
    static void write(Path run, Path folder) throws IOException {
        Files.createDirectories(folder);
        for (String name : FILES) {
            copy(run.resolve(name), folder.resolve(name));
        }
        for (String name : FOLDERS) {
            if (Files.isDirectory(run.resolve(name))) {
                Files.createDirectories(folder.resolve(name));
                try (Stream<Path> files = Files.list(run.resolve(name))) {
                    for (Path file : files.toList()) {
                        copy(file, folder.resolve(name).resolve(file.getFileName()));
                    }
                }
            }
        }
        Path log = run.resolve("log.txt");
        if (Files.isRegularFile(log)) {
            try (Stream<String> lines = Files.lines(log)) {
                Files.write(
                        folder.resolve("log.txt"),
                        lines.filter(Report::isWarning).toList());
            }
        }
        Report.writeWithoutPlace(folder, folder.resolve(Report.FILE));
    }

    private static void copy(Path from, Path to) throws IOException {
        if (Files.isRegularFile(from)) {
            Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING);
        }
    }
}
