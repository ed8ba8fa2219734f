/**
 * The view of a person at a terminal: progress, results and exit codes.
 *
 * <p>Start at {@link org.vae4j.experiment.study.terminal.Screen}. Imports nothing else of this module.
 */
package org.vae4j.experiment.study.terminal;
