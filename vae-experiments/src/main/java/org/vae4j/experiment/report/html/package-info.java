/**
 * The parts of a page: its blocks, tables and drawings, and how values are worded on it.
 *
 * <p>Start at {@link org.vae4j.experiment.report.html.Page}; the templates, the style and the script lie beside it as
 * resources. Imports {@code report.chart}.
 */
package org.vae4j.experiment.report.html;
