package org.vae4j.experiment.report.site;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.vae4j.file.AtomicFile;

/** Reports and the files that they are made of in one zip file, to send and to keep beside a paper. */
public final class ReportArchive {

    private ReportArchive() {}

    /**
     * Writes the report of a run with its files, or a gallery of several.
     *
     * @param runs run directories
     * @param zip the file to write; replaced if it exists
     * @throws IOException when it cannot be written
     * @throws org.vae4j.experiment.rundir.RunDirectoryException when one is no run directory
     */
    public static void write(List<Path> runs, Path zip) throws IOException {
        Path folder = Files.createTempDirectory("vae-report");
        try {
            if (runs.size() == 1) {
                PublishedRun.write(runs.get(0), folder.resolve(Gallery.name(runs.get(0))));
            } else {
                Gallery.write(runs, folder);
            }
            AtomicFile.write(zip, unfinished -> {
                try (OutputStream out = Files.newOutputStream(unfinished)) {
                    pack(folder, out);
                }
            });
        } finally {
            delete(folder);
        }
    }

    private static void pack(Path folder, OutputStream out) throws IOException {
        try (ZipOutputStream packed = new ZipOutputStream(out);
                Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                ZipEntry entry = new ZipEntry(folder.relativize(file).toString().replace('\\', '/'));
                // The same content gives the same file.
                entry.setTime(0);
                packed.putNextEntry(entry);
                Files.copy(file, packed);
                packed.closeEntry();
            }
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
