/**
 * The processes in which contenders are measured, one each, because the number of threads is fixed when a process
 * starts.
 *
 * <p>Start at {@link org.vae4j.experiment.bench.process.Launcher}. Imports {@code bench.contender} and {@code
 * bench.workload}.
 */
package org.vae4j.experiment.bench.process;
