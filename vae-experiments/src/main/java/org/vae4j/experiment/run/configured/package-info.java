/**
 * Data and model as a configuration describes them.
 *
 * <p>Start at {@link org.vae4j.experiment.run.configured.ConfiguredData}. Imports {@code config}.
 */
package org.vae4j.experiment.run.configured;
