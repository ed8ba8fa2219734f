/**
 * Pictures and pages: charts in the project's one style, sheets of images.
 *
 * <p>Start at {@link org.vae4j.experiment.report.Charts} and {@link org.vae4j.experiment.report.ImageSheet}. Reads a
 * run directory or plain numbers, never a live model.
 */
package org.vae4j.experiment.report;
