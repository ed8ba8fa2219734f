package org.vae4j.experiment.sweep.plan;

import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.vae4j.experiment.config.ExperimentConfig;
import org.vae4j.experiment.config.LikelihoodProtocol;
import org.vae4j.experiment.rundir.RunDirectory;

/**
 * One run of a sweep, either valid with a configuration or invalid with a problem.
 *
 * @param index its number in the sweep, from 0
 * @param settings the value in YAML of each dotted key that varies
 * @param config the resolved configuration; absent when the trial is invalid
 * @param problem the error of an invalid trial; absent when it is valid
 */
public record Trial(
        int index, Map<String, String> settings, Optional<ExperimentConfig> config, Optional<String> problem) {

    public Trial {
        settings = Collections.unmodifiableMap(new LinkedHashMap<>(settings));
        if (config.isPresent() == problem.isPresent()) {
            throw new IllegalArgumentException("found trial #" + index + " with "
                    + (config.isPresent() ? "a configuration and a problem" : "neither configuration nor problem")
                    + ", expected one of the two");
        }
    }

    /**
     * The run directory of a valid trial: the same as that of {@code vae run} with these settings.
     *
     * @param runs the folder of all runs
     * @return the directory, which need not exist
     */
    public Path run(Path runs) {
        return RunDirectory.locate(runs, config.orElseThrow());
    }

    /** {@return the name that identifies the run: trials with the same configuration share it} */
    public String key() {
        return config.map(c -> c.experiment() + "-" + c.label() + "-" + c.hash())
                .orElse("invalid-" + index);
    }

    /** {@return the protocol of the trial's likelihoods; empty when it is invalid or trains no model} */
    public String protocol() {
        return config.flatMap(LikelihoodProtocol::of)
                // A comma would have to be quoted in a CSV table.
                .map(protocol -> protocol.toString().replace(",", ";"))
                .orElse("");
    }

    /** {@return the settings in one line, with the last part of each key, such as {@code beta=4 seed=1}} */
    public String label() {
        return settings.entrySet().stream()
                .map(e -> e.getKey().substring(e.getKey().lastIndexOf('.') + 1) + "=" + e.getValue())
                .collect(Collectors.joining(" "));
    }
}
