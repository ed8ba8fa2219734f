/**
 * Commands that look at finished or running runs: evaluate, report and watch.
 *
 * <p>Start at {@link org.vae4j.experiment.cli.inspect.ReportCommand}. Imports {@code cli.option}, {@code run}, {@code
 * report}, {@code watch}, {@code sweep.state} and what these are made of.
 */
package org.vae4j.experiment.cli.inspect;
