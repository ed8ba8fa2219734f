/**
 * Models by name: {@code vae list --models}, {@code vae describe beta-tcvae} and the table in docs/models.md are made
 * of one file per model in this package's resources, which is a configuration with a few words about it in front.
 *
 * <p>Start at {@link org.vae4j.experiment.preset.Presets}. Imports {@code config}.
 */
package org.vae4j.experiment.preset;
