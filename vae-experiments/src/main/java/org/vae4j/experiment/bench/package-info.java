/**
 * Measures a training step against the machine's limit and against others, in one run on one machine.
 *
 * <p>Start at {@link org.vae4j.experiment.bench.Bench}. The number of threads is fixed when a process starts, so every
 * implementation runs in a child process of its own ({@link org.vae4j.experiment.bench.ContenderProcess}) and the parent
 * hands out rounds in turn: what disturbs the machine disturbs all of them alike. Imports vae-core and nothing of the
 * other experiment packages.
 */
package org.vae4j.experiment.bench;
