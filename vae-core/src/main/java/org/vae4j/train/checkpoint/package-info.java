/**
 * Checkpoints: the files from which a training continues with the bits of an uninterrupted one.
 *
 * <p>Start at {@link org.vae4j.train.checkpoint.Checkpoint}.
 */
package org.vae4j.train.checkpoint;
