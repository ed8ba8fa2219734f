/**
 * Tables that a person reads on a terminal, and lines of a log. Start at
 * {@link org.vae4j.experiment.report.text.TextTable}. Imports nothing of this project.
 */
package org.vae4j.experiment.report.text;
