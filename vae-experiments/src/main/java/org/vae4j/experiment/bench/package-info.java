/**
 * Measures a training step against the machine's limit and against others, in one run on one machine.
 *
 * <p>Start at {@link org.vae4j.experiment.bench.Bench}. Every implementation runs in a child process of its own ({@code
 * bench.process}), and the parent hands out rounds in turn: what disturbs the machine disturbs all of them alike.
 * Imports {@code rundir} for JSON, and the four rooms below.
 */
package org.vae4j.experiment.bench;
