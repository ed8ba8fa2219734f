/**
 * Estimators of the gradient of the evidence lower bound by sampling, where the gradient itself is known.
 *
 * <p>Start at {@link org.vae4j.experiment.study.reparam.GradientEstimator}. Imports the exact models and {@code
 * org.vae4j.math}.
 */
package org.vae4j.experiment.study.reparam;
