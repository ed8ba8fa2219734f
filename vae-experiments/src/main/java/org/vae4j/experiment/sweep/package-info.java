/**
 * Many runs from one file: which ones, run by whom, and what came of them.
 *
 * <p>Start at {@code SweepFile} (what to run: a pure function from an index to a
 * configuration), then {@code SweepRun} (where: local processes, each trial one). Tasks share nothing but a folder; {@code
 * LeaseFolder} keeps two of them from running the same trial. Imports config, rundir, report, run and study.
 */
package org.vae4j.experiment.sweep;
