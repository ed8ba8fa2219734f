/**
 * One step of a training: gradients by one or several workers, and the update of the parameters.
 *
 * <p>Start at {@link org.vae4j.train.step.TrainingStep}.
 */
package org.vae4j.train.step;
