package org.vae4j.experiment.config;

import java.util.List;

/**
 * A key that a configuration may have.
 *
 * @param name the dotted name
 * @param value the default, as YAML
 * @param type the values that it may have, in words
 * @param meaning its effect; empty where the name says all
 * @param conditions the reasons why it has no effect under some settings of other keys, one phrase each
 */
public record ConfigKey(String name, String value, String type, String meaning, List<String> conditions) {

    /** Copies the list. */
    public ConfigKey {
        conditions = List.copyOf(conditions);
    }
}
