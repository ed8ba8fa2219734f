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
 * One run of a sweep.
 *
 * @param index in the sweep, from 0
 * @param settings what varies, dotted key → value in YAML
 * @param config resolved; absent when that cannot be
 * @param problem why not
 */
public record Trial(
        int index, Map<String, String> settings, Optional<ExperimentConfig> config, Optional<String> problem) {

    public Trial {
        settings = Collections.unmodifiableMap(new LinkedHashMap<>(settings));
    }

    /** Its run directory, the same as that of {@code vae run} with these settings. */
    public Path run(Path runs) {
        return RunDirectory.locate(runs, config.orElseThrow());
    }

    /** What identifies it: the name of its run directory, or its index when it has none. */
    public String key() {
        return config.map(c -> c.experiment() + "-" + c.label() + "-" + c.hash())
                .orElse("invalid-" + index);
    }

    /** What its likelihoods are measured on; empty when it is invalid or trains no model. */
    public String protocol() {
        return config.flatMap(LikelihoodProtocol::of)
                // A comma would have to be quoted in a table.
                .map(protocol -> protocol.toString().replace(",", ";"))
                .orElse("");
    }

    /** For a person: the last part of each key. */
    public String label() {
        return settings.entrySet().stream()
                .map(e -> e.getKey().substring(e.getKey().lastIndexOf('.') + 1) + "=" + e.getValue())
                .collect(Collectors.joining(" "));
    }
}
