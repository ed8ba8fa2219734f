package org.vae4j.experiment.doctor;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.vae4j.data.DataException;
import org.vae4j.data.catalog.Datasets;
import org.vae4j.data.source.DataFolders;
import org.vae4j.data.source.Source;

/** Checks every file of the recorded data sets on this computer against its checksum. */
record DataCheck(DataFolders folders) implements Check {

    @Override
    public String name() {
        return "data";
    }

    @Override
    public List<Finding> findings() {
        List<Finding> findings = new ArrayList<>();
        List<String> absent = new ArrayList<>();
        for (Source source : Datasets.recorded()) {
            Optional<Path> folder = folders.roots().stream()
                    .map(root -> root.resolve(source.folder()))
                    .filter(root -> isAnyIn(source, root))
                    .findFirst();
            folder.ifPresentOrElse(f -> findings.add(verify(source, f)), () -> absent.add(source.name()));
        }
        if (!absent.isEmpty()) {
            findings.add(Finding.ok(
                    name(), "not here: " + String.join(", ", absent) + " (vae data fetch NAME downloads one)"));
        }
        return findings;
    }

    /** Whether a folder has files of a data set, which a folder shared by several sets may lack. */
    private static boolean isAnyIn(Source source, Path folder) {
        return Files.isDirectory(folder)
                && (source.folder().equals(source.name())
                        || source.files().stream().map(folder::resolve).anyMatch(Files::isRegularFile));
    }

    private Finding verify(Source source, Path folder) {
        String again = "vae data fetch " + source.name();
        for (String file : source.files()) {
            Optional<Path> path = source.localNames(file).stream()
                    .map(folder::resolve)
                    .filter(Files::isRegularFile)
                    .findFirst();
            if (path.isEmpty()) {
                return Finding.warn(name(), source.name() + " in " + folder + " is without " + file, again);
            }
            try {
                source.verify(path.get(), file);
            } catch (DataException e) {
                return Finding.fail(name(), e.getMessage(), "delete the file, then " + again);
            }
        }
        return Finding.ok(name(), source.name() + " in " + folder + ", checksums right");
    }
}
