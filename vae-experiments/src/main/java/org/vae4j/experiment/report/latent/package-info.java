/**
 * The latent space of a run: the table of encoded examples and the drawings that are made from it.
 *
 * <p>Start at {@link org.vae4j.experiment.report.latent.LatentTable}. Imports {@code report.chart} and
 * {@code report.html}.
 */
package org.vae4j.experiment.report.latent;
