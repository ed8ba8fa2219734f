/**
 * The workload of every contender of the benchmark: the networks, the images and the sizes of the matrix products.
 *
 * <p>Start at {@link org.vae4j.experiment.bench.workload.BenchNetwork}. Imports nothing else of this module.
 */
package org.vae4j.experiment.bench.workload;
