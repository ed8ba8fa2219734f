/**
 * Numbers that are known from several runs: means over seeds, their confidence intervals, and which of these overlap.
 *
 * <p>Start at {@link org.vae4j.experiment.report.estimate.Estimate}. Imports no other package of the project.
 */
package org.vae4j.experiment.report.estimate;
