package org.vae4j.experiment.config;

import java.util.List;

/**
 * A key that a configuration may have.
 *
 * @param name dotted
 * @param value its default, as YAML
 * @param type what it may hold, in words
 * @param meaning what it does; empty where its name says all
 * @param conditions why it has no effect under some settings of other keys, one phrase each
 */
public record ConfigKey(String name, String value, String type, String meaning, List<String> conditions) {

    public ConfigKey {
        conditions = List.copyOf(conditions);
    }
}
