package org.vae4j.experiment.track;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.vae4j.experiment.rundir.RunFiles;

/**
 * The numbers of one epoch.
 *
 * @param epoch the number of the epoch, from 1
 * @param values finite numbers, by the path of their keys, such as {@code valid/negElboNats}
 */
public record Scalars(int epoch, Map<String, Double> values) {

    private static final Set<String> POSITION = Set.of("epoch", "iteration");

    /** Copies the values and keeps their order. */
    public Scalars {
        values = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

    /**
     * Reads the numbers of the epochs of a run so far.
     *
     * @param run the run directory
     * @param after the last epoch that is left out; 0 for all epochs
     * @return the later epochs, in order
     */
    public static List<Scalars> of(Path run, int after) {
        return RunFiles.in(run).metrics().stream()
                .filter(line -> line.path("epoch").asInt() > after)
                .map(Scalars::of)
                .toList();
    }

    /**
     * Collects the numbers of a line of {@code metrics.jsonl}; lists and texts, which no curve can show, are left out.
     */
    static Scalars of(JsonNode line) {
        Map<String, Double> values = new LinkedHashMap<>();
        line.properties().forEach(entry -> {
            if (!POSITION.contains(entry.getKey())) {
                collect(entry.getKey(), entry.getValue(), values);
            }
        });
        return new Scalars(line.path("epoch").asInt(), values);
    }

    private static void collect(String name, JsonNode value, Map<String, Double> into) {
        if (value.isObject()) {
            value.properties().forEach(entry -> collect(name + "/" + entry.getKey(), entry.getValue(), into));
        } else if (value.isNumber() && Double.isFinite(value.asDouble())) {
            into.put(name, value.asDouble());
        }
    }
}
