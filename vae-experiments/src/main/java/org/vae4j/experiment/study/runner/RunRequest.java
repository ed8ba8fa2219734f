package org.vae4j.experiment.study.runner;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A request to run a study, as a command line makes it.
 *
 * @param runs the folder of all runs
 * @param file a configuration in YAML that lies over the study's defaults
 * @param overrides settings of keys, as {@code key=value}; later ones win
 * @param json whether the last line of standard output is one JSON object, and everything else goes to standard error
 * @param quiet whether progress is kept silent
 * @param commandLine the arguments as they were typed, for the record
 */
public record RunRequest(
        Path runs, Optional<Path> file, List<String> overrides, boolean json, boolean quiet, List<String> commandLine) {

    public RunRequest {
        overrides = List.copyOf(overrides);
        commandLine = List.copyOf(commandLine);
    }
}
