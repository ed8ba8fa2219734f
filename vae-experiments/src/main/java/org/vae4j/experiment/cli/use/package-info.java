/**
 * Commands that use a trained model: sample, encode, decode, interpolate and the like.
 *
 * <p>Start at {@link org.vae4j.experiment.cli.use.SampleCommand}. Imports {@code cli.option}, {@code use} and what
 * these are made of.
 */
package org.vae4j.experiment.cli.use;
