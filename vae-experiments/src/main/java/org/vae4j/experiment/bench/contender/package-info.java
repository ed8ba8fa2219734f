/**
 * The contenders of the benchmark: vae4j, its rivals, and the limits of the machine.
 *
 * <p>Start at {@link org.vae4j.experiment.bench.contender.Contender}, which lists them. Imports {@code rundir},
 * {@code run} and {@code bench.workload}.
 */
package org.vae4j.experiment.bench.contender;
