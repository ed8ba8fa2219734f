/**
 * Words that a person reads on a terminal or a page: tables, lines of a log, names of the parts of data, numbers of
 * examples, paths, and sentences of several runs in one. Start at {@link
 * org.vae4j.experiment.report.text.TextTable}. Imports nothing of this project.
 */
package org.vae4j.experiment.report.text;
