/**
 * Checkpoints: what is needed to continue a training as if it had never stopped.
 *
 * <p>Start at {@link org.vae4j.train.checkpoint.Checkpoint}.
 */
package org.vae4j.train.checkpoint;
