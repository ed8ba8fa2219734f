/**
 * Reports of a run to other programs that watch trainings.
 *
 * <p>Trackers are callbacks that a configuration names under {@code runtime.callbacks}: {@code track.tensorboard} and
 * {@code track.mlflow}. Both read {@code metrics.jsonl} and never the model, so that a training with them has the bits
 * of one without.
 */
package org.vae4j.experiment.track;
