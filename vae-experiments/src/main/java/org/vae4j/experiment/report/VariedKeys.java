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

/** The keys of the configuration that have different values in some runs, and these values. */
final class VariedKeys {

    private static final int MAX_LISTED_VALUES = 6;
    private static final String SEED = "seed";
    private static final String RUNTIME = "runtime.";
    /** Keys that do not influence the results. */
    private static final Set<String> WITHOUT_EFFECT = Set.of("name", "data.dir");

    private final Map<RunContents, Map<String, JsonNode>> configs = new LinkedHashMap<>();
    private final List<String> keys;
    /** The short name of each key. */
    private final Map<String, String> shortNames;
    /** The short names of the values of each key. */
    private final Map<String, Map<String, String>> shortValues = new LinkedHashMap<>();

    VariedKeys(List<RunContents> runs) {
        runs.forEach(run -> configs.put(run, flattened(run.config())));
        Set<String> all = configs.values().stream()
                .flatMap(c -> c.keySet().stream())
                .collect(Collectors.toCollection(LinkedHashSet::new));
        keys = all.stream()
                .filter(key -> !WITHOUT_EFFECT.contains(key) && !key.startsWith(RUNTIME))
                .filter(this::varies)
                .toList();
        shortNames = SettingNames.ofKeys(keys);
        keys.forEach(key -> shortValues.put(
                key,
                SettingNames.ofValues(
                        runs.stream().map(run -> textOrNotSet(run, key)).toList())));
    }

    private boolean varies(String key) {
        return configs.values().stream()
                        .map(config -> String.valueOf(config.get(key)))
                        .distinct()
                        .count()
                > 1;
    }

    /** All varied keys, the seed among them, in the order of the configuration. */
    List<String> keys() {
        return keys;
    }

    /** Lists the first few values of a key in ascending order. */
    String values(String key) {
        List<String> texts = configs.keySet().stream()
                .sorted(Comparator.comparingDouble(run -> number(run, key).orElse(0)))
                .map(run -> textOrNotSet(run, key))
                .distinct()
                .toList();
        String first = texts.stream().limit(MAX_LISTED_VALUES).collect(Collectors.joining(", "));
        return texts.size() > MAX_LISTED_VALUES ? first + ", … " + texts.size() + " values" : first;
    }

    /** The values of a run, one cell per varied key. */
    List<Page.Cell> cells(RunContents run) {
        Map<String, JsonNode> config = configs.get(run);
        return keys.stream()
                .map(key -> config.containsKey(key) ? JsonTables.cell(config.get(key)) : Page.Cell.of(""))
                .toList();
    }

    /** The varied keys without the seed. */
    List<String> settings() {
        return keys.stream().filter(key -> !key.equals(SEED)).toList();
    }

    /** The value of a key in a run as text; "not set" if it has none. */
    String textOrNotSet(RunContents run, String key) {
        String text = text(run, key);
        return text.isEmpty() ? "not set" : text;
    }

    /** The values of some keys in a run in short form, for example "latent 20, beta 4". */
    String inShort(RunContents run, List<String> some) {
        return some.stream()
                .map(key -> shortNames.get(key) + " " + shortValues.get(key).get(textOrNotSet(run, key)))
                .collect(Collectors.joining(", "));
    }

    /** The value of a key in a run as text; empty if it has none. */
    String text(RunContents run, String key) {
        JsonNode value = configs.get(run).get(key);
        return value == null || value.isNull() ? "" : JsonTables.cell(value).text();
    }

    /** The value of a key in a run; empty if it is no number. */
    OptionalDouble number(RunContents run, String key) {
        JsonNode value = configs.get(run).get(key);
        return value != null && value.isNumber() ? OptionalDouble.of(value.asDouble()) : OptionalDouble.empty();
    }

    /** The plain values of a configuration by their dotted keys. */
    private static Map<String, JsonNode> flattened(JsonNode config) {
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
