/**
 * Estimates of log p(x) of a finished run, which the run keeps.
 *
 * <p>Start at {@link org.vae4j.experiment.run.evidence.NllEvaluation}; {@link
 * org.vae4j.experiment.run.evidence.AisEvaluation} checks it by chains, and {@link
 * org.vae4j.experiment.run.evidence.BdmcEvaluation} says how far both may be off. Imports {@code config},
 * {@code rundir}, {@code run.configured} and {@code run.trained}.
 */
package org.vae4j.experiment.run.evidence;
