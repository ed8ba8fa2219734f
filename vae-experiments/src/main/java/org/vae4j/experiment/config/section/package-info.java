/**
 * The sections of a configuration: records that check themselves when they are made, and name the key, the value that
 * was found and what was expected.
 *
 * <p>Start at {@link org.vae4j.experiment.config.section.DataConfig};
 * {@link org.vae4j.experiment.config.ExperimentConfig} puts them together. Imports nothing else of this module.
 */
package org.vae4j.experiment.config.section;
