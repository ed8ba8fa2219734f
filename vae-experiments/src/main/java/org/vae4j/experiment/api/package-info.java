/**
 * The entry for notebooks, scripts and programs of one's own: from data to pictures in ten lines, over the same
 * configurations, run directories, checkpoints and reports as the command line.
 *
 * <p>Start at {@link org.vae4j.experiment.api.Vae4j}; {@code docs/notebooks.md} tells it by examples. Imports what the
 * commands import: {@code config}, {@code rundir}, {@code report}, {@code run}, {@code use} and {@code study}.
 */
package org.vae4j.experiment.api;
