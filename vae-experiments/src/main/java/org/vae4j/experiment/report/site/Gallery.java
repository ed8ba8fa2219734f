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
 * A static site of runs: {@code index.html} compares and searches them, and each run has its report below {@code runs}.
 * It needs no server, so that it opens from disk as well as from any web space.
 */
public final class Gallery {

    /** What tells a gallery from any other folder, and other programs what is in it. */
    private static final String RECORD = "gallery.json";

    private static final String INDEX = "index.html";

    private Gallery() {}

    /**
     * Writes a gallery, over an earlier one if there is one.
     *
     * @param runs run directories
     * @param site the folder that is written to: none, an empty one, or an earlier gallery
     * @return its first page
     * @throws IOException when it cannot be written
     * @throws ConfigException when the folder holds something else
     * @throws org.vae4j.experiment.rundir.RunDirectoryException when one is no run directory
     */
    public static Path write(List<Path> runs, Path site) throws IOException {
        refuseOther(site);
        Files.createDirectories(site);
        List<Path> published = new ArrayList<>();
        List<Map<String, String>> record = new ArrayList<>();
        Set<String> taken = new HashSet<>();
        for (Path run : runs) {
            String experiment = Report.experiment(run);
            String place = place(experiment, name(run), taken);
            PublishedRun.write(run, site.resolve(place));
            published.add(site.resolve(place));
            Map<String, String> entry = new LinkedHashMap<>();
            entry.put("experiment", experiment);
            entry.put("run", name(run));
            entry.put("report", place + "/" + Report.FILE);
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

    /** A folder of its own for each run, whatever characters its experiment's name has. */
    private static String place(String experiment, String name, Set<String> taken) {
        String start = "runs/" + experiment.replaceAll("[^A-Za-z0-9._-]|^\\.+", "_") + "/" + name;
        String place = start;
        for (int i = 2; !taken.add(place); i++) {
            place = start + "-" + i;
        }
        return place;
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
