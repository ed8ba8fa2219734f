package org.vae4j.experiment.sweep.state;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.vae4j.experiment.rundir.RunDirectoryException;
import org.vae4j.experiment.sweep.plan.SweepFile;
import org.vae4j.experiment.sweep.plan.SweepPlan;

/** The runs of a sweep, for those who read results: they are beside the sweep's directory, not in it. */
public final class SweepRuns {

    private SweepRuns() {}

    /**
     * The run directories that a sweep has made so far.
     *
     * @param directory any, for example {@code runs/sweeps/<name>}
     * @return nothing when it is not the directory of a sweep
     * @throws RunDirectoryException when none of its trials has begun
     */
    public static Optional<List<Path>> of(Path directory) {
        Path file = directory.resolve("sweep.yaml");
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        Path runs = directory.toAbsolutePath().normalize().getParent().getParent();
        List<Path> found = SweepPlan.of(SweepFile.read(file)).distinct().stream()
                .map(trial -> trial.run(runs))
                .filter(run -> Files.isRegularFile(run.resolve("config.yaml")))
                .toList();
        if (found.isEmpty()) {
            throw new RunDirectoryException("found no run of the sweep in " + directory + ", expected some in " + runs
                    + ": start it by vae sweep run");
        }
        return Optional.of(found);
    }
}
