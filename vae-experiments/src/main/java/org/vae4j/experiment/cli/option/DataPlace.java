package org.vae4j.experiment.cli.option;

import java.nio.file.Path;
import java.util.Optional;
import org.vae4j.experiment.config.binding.ConfigException;
import org.vae4j.experiment.run.configured.ConfiguredData;
import org.vae4j.experiment.run.trained.TrainedRun;
import picocli.CommandLine.Option;

/** The option for the folder in which the data of a run is now, filled by picocli. */
public final class DataPlace {

    @Option(names = "--data-dir", paramLabel = "DIR", description = "Where the data is now, if not where it was.")
    private Path folder;

    /** {@return the folder that was given; empty without the option} */
    public Optional<Path> folder() {
        return Optional.ofNullable(folder);
    }

    /**
     * Opens the data of a run, from the given folder or else from where the run had it.
     *
     * @param run the run
     * @return the data, whose content is what the run recorded
     */
    public ConfiguredData of(TrainedRun run) {
        return folder == null ? run.data() : run.data(folder);
    }

    /**
     * Refuses the option where the command opens no data.
     *
     * @param opensData whether the command opens data with its other options
     * @param needed the option with which it would, such as {@code --example}
     * @throws ConfigException when the option was given and no data is opened
     */
    public void requireUse(boolean opensData, String needed) {
        if (folder != null && !opensData) {
            throw new ConfigException("--data-dir: found " + folder + " without " + needed
                    + ", expected both: no data is opened without it");
        }
    }
}
