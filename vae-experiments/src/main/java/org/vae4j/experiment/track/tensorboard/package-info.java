/**
 * Event files that TensorBoard reads.
 *
 * <p>Start at {@link org.vae4j.experiment.track.tensorboard.TensorBoard}.
 */
package org.vae4j.experiment.track.tensorboard;
