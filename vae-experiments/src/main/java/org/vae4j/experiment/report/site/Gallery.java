package org.vae4j.experiment.report.site;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.vae4j.experiment.config.binding.ConfigException;
import org.vae4j.experiment.report.Report;
import org.vae4j.experiment.rundir.Json;
import org.vae4j.file.AtomicFile;

/**
 * A static site of runs. Its page {@code index.html} compares and searches the runs, and each run has a folder with its
 * report below {@code runs}. The site needs no server program: it opens from disk as well as from any web space.
 */
public final class Gallery {

    /** The list of the runs for other programs; a folder with this file is taken for a gallery. */
    private static final String RECORD = "gallery.json";

    private static final String INDEX = "index.html";

    private Gallery() {}

    /**
     * Writes a gallery, over an earlier one if there is one.
     *
     * @param runs the run directories
     * @param site the folder of the gallery: one that does not exist, an empty one, or an earlier gallery
     * @return the first page of the gallery
     * @throws IOException if the gallery cannot be written
     * @throws ConfigException if the folder holds something else
     * @throws org.vae4j.experiment.rundir.RunDirectoryException if one of the runs is no run directory
     */
    public static Path write(List<Path> runs, Path site) throws IOException {
        refuseOther(site);
        Files.createDirectories(site);
        List<Path> published = new ArrayList<>();
        List<Map<String, String>> record = new ArrayList<>();
        Set<String> taken = new HashSet<>();
        for (Path run : runs) {
            String experiment = Report.experiment(run);
            String folder = folder(experiment, name(run), taken);
            PublishedRun.write(run, site.resolve(folder));
            published.add(site.resolve(folder));
            Map<String, String> entry = new LinkedHashMap<>();
            entry.put("experiment", experiment);
            entry.put("run", name(run));
            entry.put("report", folder + "/" + Report.FILE);
            record.add(entry);
        }
        AtomicFile.write(site.resolve(RECORD), Json.pretty(record));
        Report.index(published, site.resolve(INDEX));
        return site.resolve(INDEX);
    }

    /** The name of a run's directory. */
    static String name(Path run) {
        return run.toAbsolutePath().normalize().getFileName().toString();
    }

    /** Chooses a folder for a run that no run before it has, and adds it to those that are taken. */
    private static String folder(String experiment, String name, Set<String> taken) {
        String safeExperiment = experiment.replaceAll("[^A-Za-z0-9._-]|^\\.+", "_");
        String first = "runs/" + safeExperiment + "/" + name;
        String folder = first;
        for (int i = 2; !taken.add(folder); i++) {
            folder = first + "-" + i;
        }
        return folder;
    }

    private static void refuseOther(Path site) throws IOException {
        if (!Files.exists(site) || Files.isRegularFile(site.resolve(RECORD))) {
            return;
        }
        if (Files.isDirectory(site)) {
            try (Stream<Path> inside = Files.list(site)) {
                if (inside.findAny().isEmpty()) {
                    return;
                }
            }
        }
        throw new ConfigException(
                "--out: found " + site
                        + ", which is no earlier gallery, expected a folder that is empty or not there: nothing was written over");
    }
}
