/**
 * What an experiment is told: records, validated when they are made, resolved from defaults, a file and {@code
 * key=value} overrides.
 *
 * <p>Start at {@link org.vae4j.experiment.config.ExperimentConfig}; {@link
 * org.vae4j.experiment.config.ConfigResolver} makes one. Imports nothing else of this module.
 */
package org.vae4j.experiment.config;
