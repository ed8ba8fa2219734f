/**
 * What is measured on a model and drawn from it: the ELBO, the log-likelihood, diagnostics of the latent space and
 * pictures.
 *
 * <p>Start at {@link org.vae4j.experiment.run.evaluation.Evaluation}, which is measured after every epoch; {@link
 * org.vae4j.experiment.run.evaluation.NllEvaluation} and {@link org.vae4j.experiment.run.evaluation.AisEvaluation}
 * estimate the log-likelihood of a finished run. Imports {@code config}, {@code rundir}, {@code report}, {@code
 * run.configured} and {@code run.trained}.
 */
package org.vae4j.experiment.run.evaluation;
