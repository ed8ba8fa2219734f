/**
 * The timed work: units of work at any size, with the operations that their matrix products take.
 *
 * <p>Start at {@link org.vae4j.experiment.bench.scale.unit.Workload}. Imports {@code run} for models of configurations.
 */
package org.vae4j.experiment.bench.scale.unit;
