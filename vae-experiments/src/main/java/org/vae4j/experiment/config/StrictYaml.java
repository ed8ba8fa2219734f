package org.vae4j.experiment.config;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Set;
import org.vae4j.experiment.config.binding.ConfigException;
import org.vae4j.experiment.config.binding.NoOptions;
import org.vae4j.experiment.config.binding.Yaml;

/**
 * YAML files that are no experiment's configuration, read as strictly: unknown keys name the nearest one that exists.
 */
public final class StrictYaml {

    private StrictYaml() {}

    /**
     * Text to tree.
     *
     * @param text YAML with keys and values
     * @param source what a mistake is blamed on, for example the file
     * @return empty for an empty text
     * @throws ConfigException when the text is not YAML, or has a key twice
     */
    public static ObjectNode tree(String text, String source) {
        return Yaml.tree(text, source);
    }

    /**
     * Tree to record.
     *
     * @param tree any of the record's keys
     * @param defaults YAML with all of them
     * @param type whose components are the keys
     * @param source what a mistake is blamed on
     * @param <T> the record
     * @return complete and validated
     * @throws ConfigException when a key is unknown, or a value is mistyped or out of range
     */
    public static <T extends Record> T bind(ObjectNode tree, String defaults, Class<T> type, String source) {
        Schema schema = new Schema(type, NoOptions.class, Set.of());
        ObjectNode whole = Yaml.tree(defaults, "defaults");
        ConfigResolver.overlay(whole, (ObjectNode) schema.check(tree, source));
        try {
            return Yaml.bind(whole, type, "");
        } catch (ConfigException e) {
            throw new ConfigException(source + ": " + e.getMessage(), e);
        }
    }

    /**
     * A tree as lines.
     *
     * @param tree nested sections
     * @return dotted keys in order; lists on one line, as {@code key=value} takes them
     */
    public static Map<String, String> flat(ObjectNode tree) {
        return Yaml.flat(tree);
    }
}
