package org.vae4j.experiment.config;

/**
 * A key that a configuration may have.
 *
 * @param name dotted
 * @param value its default, as YAML
 * @param type what it may hold, in words
 * @param meaning what it does; empty where its name says all
 */
public record ConfigKey(String name, String value, String type, String meaning) {}
