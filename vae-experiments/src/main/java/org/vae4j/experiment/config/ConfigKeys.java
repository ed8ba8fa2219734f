package org.vae4j.experiment.config;

import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.vae4j.experiment.config.binding.NoOptions;
import org.vae4j.experiment.config.binding.Yaml;

/**
 * Lists the keys of configurations that the records declare, with the values and comments of the project's defaults.
 */
public final class ConfigKeys {

    /** Indentation, key, value and comment. */
    private static final Pattern LINE = Pattern.compile("( *)(\\w+):\\s*(.*?)(?:\\s*#\\s*(.*))?");

    private static final int INDENT = 2;
    private static final Schema SCHEMA = new Schema(ExperimentConfig.class, NoOptions.class, Set.of());

    /** The value and the comment of a line of the defaults. */
    private record Default(String value, String comment) {}

    private ConfigKeys() {}

    /**
     * Lists the keys of every experiment, except those of an experiment's own section {@code study}.
     *
     * @return the keys in the order of the records
     */
    public static List<ConfigKey> common() {
        List<ConfigKey> keys = new ArrayList<>();
        collect(ExperimentConfig.class, "", parse(ConfigResolver.projectDefaults()), keys);
        return keys;
    }

    /**
     * Lists the keys of one study's own section.
     *
     * @param options the record that the study declares
     * @param values the section's default values
     * @return the keys in the order of the record; names begin with {@code study.}
     */
    public static List<ConfigKey> own(Class<? extends Record> options, Map<String, Object> values) {
        Map<String, Default> defaults = new HashMap<>();
        values.forEach((key, value) -> defaults.put("study." + key, new Default(text(value), "")));
        List<ConfigKey> keys = new ArrayList<>();
        collect(options, "study", defaults, keys);
        return keys;
    }

    /** Writes a value as YAML; lists stay on one line. */
    private static String text(Object value) {
        return value instanceof List<?> list
                ? list.toString()
                : Yaml.write(value).strip();
    }

    /** Adds the keys of a section and, recursively, of the sections in it. */
    private static void collect(Class<?> section, String path, Map<String, Default> defaults, List<ConfigKey> keys) {
        for (RecordComponent component : section.getRecordComponents()) {
            String key = path.isEmpty() ? component.getName() : path + "." + component.getName();
            Type type = Schema.unwrap(component.getGenericType());
            boolean absent =
                    defaults.containsKey(key) && defaults.get(key).value.equals("null");
            if (type instanceof Class<?> inner && inner.isRecord() && !absent) {
                collect(inner, key, defaults, keys);
            } else if ((component.getType() != Map.class || !path.isEmpty()) && defaults.containsKey(key)) {
                Default written = defaults.get(key);
                keys.add(new ConfigKey(
                        key,
                        written.value,
                        SCHEMA.describe(component.getGenericType()),
                        written.comment,
                        IgnoredKeys.conditions(key)));
            }
        }
    }

    /** Parses the commented defaults line by line; a line's depth is its indentation. */
    private static Map<String, Default> parse(String yaml) {
        Map<String, Default> defaults = new HashMap<>();
        List<String> path = new ArrayList<>();
        for (String line : yaml.split("\n")) {
            Matcher matcher = LINE.matcher(line);
            if (matcher.matches()) {
                int depth = matcher.group(1).length() / INDENT;
                path.subList(Math.min(depth, path.size()), path.size()).clear();
                path.add(matcher.group(2));
                String comment = matcher.group(4) == null ? "" : matcher.group(4);
                defaults.put(String.join(".", path), new Default(matcher.group(3), comment));
            }
        }
        return defaults;
    }
}
