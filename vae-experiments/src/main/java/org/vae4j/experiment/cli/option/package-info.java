/**
 * Options that several commands share: which run, which examples, and where the output goes.
 *
 * <p>Start at {@link org.vae4j.experiment.cli.option.UseOptions}. Imports {@code config}, {@code rundir}, {@code run},
 * {@code use} and {@code study.terminal}.
 */
package org.vae4j.experiment.cli.option;
