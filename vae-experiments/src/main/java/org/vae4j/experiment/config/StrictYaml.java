package org.vae4j.experiment.config;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Set;
import org.vae4j.experiment.config.binding.ConfigException;
import org.vae4j.experiment.config.binding.NoOptions;
import org.vae4j.experiment.config.binding.Yaml;

/**
 * Reads YAML files other than experiments' configurations with the same strictness: unknown keys are refused, and the
 * message names the nearest key that exists.
 */
public final class StrictYaml {

    private StrictYaml() {}

    /**
     * Parses a text.
     *
     * @param text YAML with keys and values
     * @param source the place that error messages name, for example the file
     * @return the tree, which is empty for an empty text
     * @throws ConfigException when the text is not YAML, or has a key twice
     */
    public static ObjectNode tree(String text, String source) {
        return Yaml.tree(text, source);
    }

    /**
     * Binds a tree to a record.
     *
     * @param tree any of the record's keys
     * @param defaults YAML with the defaults of all keys
     * @param type the record, whose components are the keys
     * @param source the place that error messages name
     * @param <T> the record
     * @return the validated record
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
     * Flattens a tree.
     *
     * @param tree nested sections
     * @return values by dotted keys, in order; lists on one line, as {@code key=value} takes them
     */
    public static Map<String, String> flat(ObjectNode tree) {
        return Yaml.flat(tree);
    }
}
