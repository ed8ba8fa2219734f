package org.vae4j.experiment.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Collectors;
import org.vae4j.experiment.report.html.JsonTables;
import org.vae4j.experiment.report.html.Page;
import org.vae4j.experiment.report.text.SettingNames;

/** The keys of the configuration that were not set alike in all of some runs: what tells these runs apart. */
final class VariedKeys {

    private static final int VALUES_SAID = 6;
    private static final String SEED = "seed";
    /** What has no part in a result. */
    private static final Set<String> UNTOLD = Set.of("name", "data.dir");

    private final Map<RunContents, Map<String, JsonNode>> configs = new LinkedHashMap<>();
    private final List<String> keys;
    /** What a key is called where there is little room. */
    private final Map<String, String> names;
    /** What the values of each key are called there. */
    private final Map<String, Map<String, String>> valueNames = new LinkedHashMap<>();

    VariedKeys(List<RunContents> runs) {
        runs.forEach(run -> configs.put(run, flat(run.config())));
        Set<String> all = configs.values().stream()
                .flatMap(c -> c.keySet().stream())
                .collect(Collectors.toCollection(LinkedHashSet::new));
        keys = all.stream()
                .filter(key -> !UNTOLD.contains(key) && !key.startsWith("runtime."))
                .filter(this::varies)
                .toList();
        names = SettingNames.ofKeys(keys);
        keys.forEach(key -> valueNames.put(
                key,
                SettingNames.ofValues(runs.stream().map(run -> spoken(run, key)).toList())));
    }

    private boolean varies(String key) {
        return configs.values().stream()
                        .map(config -> String.valueOf(config.get(key)))
                        .distinct()
                        .count()
                > 1;
    }

    List<String> keys() {
        return keys;
    }

    /** The values of a key in all runs, in words: the first few. */
    String values(String key) {
        List<String> texts = configs.keySet().stream()
                .sorted(Comparator.comparingDouble(run -> number(run, key).orElse(0)))
                .map(run -> spoken(run, key))
                .distinct()
                .toList();
        String first = texts.stream().limit(VALUES_SAID).collect(Collectors.joining(", "));
        return texts.size() > VALUES_SAID ? first + ", … " + texts.size() + " values" : first;
    }

    /** A run's values, one per key. */
    List<Page.Cell> cells(RunContents run) {
        Map<String, JsonNode> config = configs.get(run);
        return keys.stream()
                .map(key -> config.containsKey(key) ? JsonTables.cell(config.get(key)) : Page.Cell.of(""))
                .toList();
    }

    /** The keys that tell groups apart whose runs differ in their seed alone. */
    List<String> settings() {
        return keys.stream().filter(key -> !key.equals(SEED)).toList();
    }

    /** A run's value of a key as it is read, also where it has none. */
    String spoken(RunContents run, String key) {
        String text = text(run, key);
        return text.isEmpty() ? "not set" : text;
    }

    /** A run's values of some keys in short: "latent 20, beta 4". */
    String inShort(RunContents run, List<String> some) {
        return some.stream()
                .map(key -> names.get(key) + " " + valueNames.get(key).get(spoken(run, key)))
                .collect(Collectors.joining(", "));
    }

    /** A run's value of a key as it is read, or nothing. */
    String text(RunContents run, String key) {
        JsonNode value = configs.get(run).get(key);
        return value == null || value.isNull() ? "" : JsonTables.cell(value).text();
    }

    /** A run's value of a key, if it is a number. */
    OptionalDouble number(RunContents run, String key) {
        JsonNode value = configs.get(run).get(key);
        return value != null && value.isNumber() ? OptionalDouble.of(value.asDouble()) : OptionalDouble.empty();
    }

    private static Map<String, JsonNode> flat(JsonNode config) {
        Map<String, JsonNode> values = new LinkedHashMap<>();
        flatten("", config, values);
        return values;
    }

    private static void flatten(String path, JsonNode node, Map<String, JsonNode> values) {
        if (node.isObject()) {
            node.properties()
                    .forEach(field -> flatten(
                            path.isEmpty() ? field.getKey() : path + "." + field.getKey(), field.getValue(), values));
        } else {
            values.put(path, node);
        }
    }
}
