/**
 * The evaluation of a model: the ELBO, diagnostics of the latent space and pictures.
 *
 * <p>Start at {@link org.vae4j.experiment.run.evaluation.Evaluation}, which is measured after every epoch. Imports
 * {@code config}, {@code rundir}, {@code report} and {@code run.configured}.
 */
package org.vae4j.experiment.run.evaluation;
