/**
 * The configuration of an experiment: its sections, resolved from defaults, a file and {@code key=value} overrides.
 *
 * <p>Start at {@link org.vae4j.experiment.config.ExperimentConfig}; {@link
 * org.vae4j.experiment.config.ConfigResolver} makes one, and {@code config.section} holds its sections. Imports nothing
 * else of this module.
 */
package org.vae4j.experiment.config;
