/**
 * Charts in the project's one style, from plain numbers.
 *
 * <p>Start at {@link org.vae4j.experiment.report.chart.Charts}. Imports {@code report.image}, {@code report.estimate},
 * and {@code rundir} to read the metrics of a run.
 */
package org.vae4j.experiment.report.chart;
