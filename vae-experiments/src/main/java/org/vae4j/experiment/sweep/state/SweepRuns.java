package org.vae4j.experiment.sweep.state;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.vae4j.experiment.rundir.RunDirectoryException;
import org.vae4j.experiment.sweep.plan.SweepFile;
import org.vae4j.experiment.sweep.plan.SweepPlan;

/**
 * The runs of a sweep, for those who read results: they are beside the sweep's directory, not in it.
 *
 * @param name the name of the sweep
 * @param description what it is for, in one line; may be empty
 * @param trials how many runs it makes in all
 * @param runs the run directories that it has made so far
 */
public record SweepRuns(String name, String description, int trials, List<Path> runs) {

    public SweepRuns {
        runs = List.copyOf(runs);
    }

    /**
     * The sweep of a directory, with the runs that it has made so far.
     *
     * @param directory any, for example {@code runs/sweeps/<name>}
     * @return nothing when it is not the directory of a sweep
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
        // The copy is called sweep.yaml, whatever the file's own name was.
        String name = directory.toAbsolutePath().normalize().getFileName().toString();
        return Optional.of(
                new SweepRuns(name, plan.file().description(), plan.distinct().size(), found));
    }
}
