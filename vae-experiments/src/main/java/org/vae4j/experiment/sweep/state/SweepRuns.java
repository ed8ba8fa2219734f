package org.vae4j.experiment.sweep.state;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.vae4j.experiment.rundir.RunDirectoryException;
import org.vae4j.experiment.sweep.plan.SweepFile;
import org.vae4j.experiment.sweep.plan.SweepPlan;

/**
 * The runs of a sweep, found from the sweep's directory. Their directories are not below it but in the folder of all
 * runs.
 *
 * @param name the name of the sweep
 * @param description its purpose in one line; may be empty
 * @param trials the number of runs of the whole sweep
 * @param runs the run directories that it has made so far
 */
public record SweepRuns(String name, String description, int trials, List<Path> runs) {

    public SweepRuns {
        runs = List.copyOf(runs);
    }

    /**
     * Finds the runs of a sweep.
     *
     * @param directory any directory; that of a sweep is {@code runs/sweeps/<name>}
     * @return the sweep; empty when the directory is not that of a sweep
     * @throws RunDirectoryException when none of its trials has begun
     */
    public static Optional<SweepRuns> of(Path directory) {
        Path file = directory.resolve("sweep.yaml");
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        Path runs = directory.toAbsolutePath().normalize().getParent().getParent();
        SweepPlan plan = SweepPlan.of(SweepFile.read(file));
        List<Path> found = plan.distinct().stream()
                .map(trial -> trial.run(runs))
                .filter(run -> Files.isRegularFile(run.resolve("config.yaml")))
                .toList();
        if (found.isEmpty()) {
            throw new RunDirectoryException("found no run of the sweep in " + directory + ", expected some in " + runs
                    + ": start it by vae sweep run");
        }
        // The directory has the name of the sweep; the copy of its file is always called sweep.yaml.
        String name = directory.toAbsolutePath().normalize().getFileName().toString();
        return Optional.of(
                new SweepRuns(name, plan.file().description(), plan.distinct().size(), found));
    }
}
