/**
 * Uses of a trained model: sample, reconstruct, interpolate, traverse, encode, decode, ask for novelty.
 *
 * <p>Start at {@link org.vae4j.experiment.use.Generator}, a decoder with or without its run, and
 * {@link org.vae4j.experiment.use.NoveltyCheck}. Imports config, rundir, report and run; the commands are in cli.
 */
package org.vae4j.experiment.use;
