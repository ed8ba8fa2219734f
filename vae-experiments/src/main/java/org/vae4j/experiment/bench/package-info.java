/**
 * Measures a training step against the machine's limit and against others, in one run on one machine.
 *
 * <p>Start at {@link org.vae4j.experiment.bench.Bench}. The number of threads is fixed when a process starts, so every
 * implementation runs in a child process of its own ({@link org.vae4j.experiment.bench.ContenderProcess}) and the parent
 * hands out rounds in turn: what disturbs the machine disturbs all of them alike. Of the
 * other experiment packages it imports {@code rundir} alone, for JSON.
 */
package org.vae4j.experiment.bench;
