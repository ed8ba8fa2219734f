/**
 * The growth of times with sizes: examples, pixels, latents, draws, samples.
 *
 * <p>Start at {@link org.vae4j.experiment.bench.scale.ScaleBench}. An {@code Axis} is
 * one size and the values that it takes; each value is measured in a process of its own, so that its memory is its own.
 * Imports {@code bench.process} for the processes.
 */
package org.vae4j.experiment.bench.scale;
