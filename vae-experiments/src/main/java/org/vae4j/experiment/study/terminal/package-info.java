/**
 * What a person at a terminal sees: progress, results and exit codes.
 *
 * <p>Start at {@link org.vae4j.experiment.study.terminal.Screen}. Imports nothing else of this module.
 */
package org.vae4j.experiment.study.terminal;
