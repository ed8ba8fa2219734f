/**
 * Reports for readers elsewhere: a static site of runs, and a report with its files in one zip file.
 *
 * <p>Start at {@link org.vae4j.experiment.report.site.Gallery}. Imports {@code report}.
 */
package org.vae4j.experiment.report.site;
