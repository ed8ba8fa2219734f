package org.vae4j.experiment.cli.study;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.vae4j.experiment.config.ConfigKey;
import org.vae4j.experiment.config.PartKey;

/** Describes keys of a configuration, and the parts such as priors that some keys take by name, in a few lines. */
final class KeyDescription {

    private KeyDescription() {}

    /** Describes one key in full, or each of several keys in one line. */
    static List<String> of(List<ConfigKey> keys) {
        return keys.size() == 1
                ? whole(keys.get(0))
                : keys.stream().map(KeyDescription::line).toList();
    }

    private static String line(ConfigKey key) {
        return key.name() + " (default " + key.value() + "): " + (key.meaning().isEmpty() ? key.type() : key.meaning());
    }

    private static List<String> whole(ConfigKey key) {
        List<String> lines = new ArrayList<>(List.of(line(key), "expected: " + key.type()));
        key.conditions().forEach(condition -> lines.add("depends: " + condition));
        boolean takesParts = PartKey.all().stream().anyMatch(part -> part.name().equals(key.name()));
        if (takesParts) {
            lines.add("each name has settings, which vae describe NAME shows");
        }
        String value = key.value().equals("null") ? "VALUE" : key.value();
        String assignment = key.name() + "=" + value;
        lines.add("set it: vae run mnist-vae "
                + (assignment.matches("[\\w.=-]+") ? assignment : "'" + assignment + "'")
                + "; all keys: docs/configuration.md");
        return lines;
    }

    /** Describes a part for every key that takes it, with its settings. */
    static List<String> ofPart(String typed, List<PartKey> keys) {
        List<String> lines = new ArrayList<>();
        for (PartKey key : keys) {
            String part = key.part(typed).orElseThrow();
            Map<String, JsonNode> settings = key.settings(part);
            lines.add(part + " is a value of " + key.name() + ": " + key.assignment(part));
            if (!settings.isEmpty()) {
                lines.add("settings: "
                        + settings.entrySet().stream()
                                .map(setting -> setting.getKey() + " (default " + shown(setting.getValue()) + ")")
                                .collect(Collectors.joining(", ")));
                String first = settings.keySet().iterator().next();
                lines.add("set one: '"
                        + key.assignment("{" + part + ": {" + first + ": " + shown(settings.get(first)) + "}}") + "'");
            }
        }
        lines.add("what the parts are: docs/models.md; all keys: docs/configuration.md");
        return lines;
    }

    private static String shown(JsonNode value) {
        return value.isTextual() ? value.textValue() : value.toString();
    }
}
