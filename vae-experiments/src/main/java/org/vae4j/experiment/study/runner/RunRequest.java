package org.vae4j.experiment.study.runner;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.vae4j.experiment.config.ConfigResolver;
import org.vae4j.experiment.config.ExperimentConfig;
import org.vae4j.experiment.config.binding.ConfigException;
import org.vae4j.experiment.study.Study;

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

    /**
     * Resolves the configuration that is asked for.
     *
     * @param study the study to run
     * @return a complete and valid configuration
     * @throws ConfigException when anything is unknown, mistyped or out of range
     */
    public ExperimentConfig config(Study study) {
        ConfigResolver resolver = StudyRunner.resolver(study);
        return file.map(yaml -> resolver.resolve(yaml, overrides)).orElseGet(() -> resolver.resolve(overrides));
    }
}
