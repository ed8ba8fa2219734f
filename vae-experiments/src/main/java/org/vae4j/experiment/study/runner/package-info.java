/**
 * The run of a study: its configuration is resolved, its run directory is held, and it ends with a status and a report.
 *
 * <p>Start at {@link org.vae4j.experiment.study.runner.StudyRunner}. Imports {@code study}, {@code study.terminal}, and
 * {@code config}, {@code rundir}, {@code report} and {@code run}; it knows no study by name.
 */
package org.vae4j.experiment.study.runner;
