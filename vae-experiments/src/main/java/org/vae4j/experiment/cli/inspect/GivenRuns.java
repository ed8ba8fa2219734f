package org.vae4j.experiment.cli.inspect;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.vae4j.experiment.report.Report;
import org.vae4j.experiment.sweep.state.SweepRuns;

/**
 * The runs that a command was given, as run directories, as folders of runs, or as sweeps.
 *
 * @param runs the run directories in the given order, each once
 * @param folder the folder that was given, or the deepest one that holds all of several
 * @param single whether one run directory was given and nothing else
 * @param sweep the sweep, where one was given and nothing else; otherwise one without a name
 */
record GivenRuns(List<Path> runs, Path folder, boolean single, Report.Sweep sweep) {

    /**
     * Finds the runs. Files are skipped beside directories, because a shell pattern such as {@code runs/mnist-vae/*}
     * also matches an earlier report.
     *
     * @param directories the paths as given, at least one
     * @return at least one run
     * @throws IOException when a folder cannot be read
     */
    static GivenRuns of(List<Path> directories) throws IOException {
        List<Path> given =
                directories.stream().filter(d -> !Files.isRegularFile(d)).toList();
        Set<Path> runs = new LinkedHashSet<>();
        Report.Sweep known = Report.Sweep.NONE;
        for (Path directory : given.isEmpty() ? directories : given) {
            Optional<SweepRuns> sweep = SweepRuns.of(directory);
            runs.addAll(sweep.isPresent() ? sweep.get().runs() : Report.runs(directory));
            if (sweep.isPresent() && given.size() == 1) {
                known = new Report.Sweep(
                        sweep.get().name(),
                        sweep.get().description(),
                        sweep.get().trials());
            }
        }
        List<Path> all = List.copyOf(runs);
        boolean single = given.size() == 1 && all.get(0).equals(given.get(0));
        return new GivenRuns(all, given.size() == 1 ? given.get(0) : common(all), single, known);
    }

    /** The deepest folder that holds all runs. */
    private static Path common(List<Path> runs) {
        Path folder = runs.get(0).toAbsolutePath().normalize().getParent();
        for (Path run : runs) {
            while (!run.toAbsolutePath().normalize().startsWith(folder)) {
                folder = folder.getParent();
            }
        }
        return folder;
    }
}
