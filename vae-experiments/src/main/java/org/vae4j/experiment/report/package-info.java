/**
 * Pages about runs: one page per run and one page that compares several runs.
 *
 * <p>Start at {@link org.vae4j.experiment.report.Report}. The pages are made from run directories alone and never from
 * a live model. Imports {@code config}, {@code rundir} and the four rooms below: {@code image} and {@code chart} draw,
 * {@code html} writes, {@code latent} shows the latent space.
 */
package org.vae4j.experiment.report;
