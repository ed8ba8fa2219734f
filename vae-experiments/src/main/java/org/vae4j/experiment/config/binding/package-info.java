/**
 * The conversion of YAML and the parts that a registry knows by name into records, and back.
 *
 * <p>Start at {@link org.vae4j.experiment.config.binding.Seams} and
 * {@link org.vae4j.experiment.config.binding.Yaml}.
 */
package org.vae4j.experiment.config.binding;
