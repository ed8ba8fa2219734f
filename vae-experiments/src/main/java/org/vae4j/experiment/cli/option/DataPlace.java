package org.vae4j.experiment.cli.option;

import java.nio.file.Path;
import java.util.Optional;
import org.vae4j.experiment.run.configured.ConfiguredData;
import org.vae4j.experiment.run.trained.TrainedRun;
import picocli.CommandLine.Option;

/** Where the data of a run is today; picocli fills it. */
public final class DataPlace {

    @Option(names = "--data-dir", paramLabel = "DIR", description = "Where the data is now, if not where it was.")
    private Path folder;

    /** {@return the folder that was given, if any} */
    public Optional<Path> folder() {
        return Optional.ofNullable(folder);
    }

    /**
     * The data of this run, from there.
     *
     * @param run the run
     */
    public ConfiguredData of(TrainedRun run) {
        return folder == null ? run.data() : run.data(folder);
    }
}
