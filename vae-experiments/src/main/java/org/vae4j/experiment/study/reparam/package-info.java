/**
 * Estimators of the gradient of the evidence lower bound by sampling, where the gradient itself is known.
 *
 * <p>The study is {@link org.vae4j.experiment.study.reparam.ReparameterisationStudy}; start at
 * {@link org.vae4j.experiment.study.reparam.GradientEstimator} for what it computes. Imports the exact models and
 * {@code org.vae4j.math}. Like the room of every study it imports {@code study}, {@code study.runner} and
 * {@code report} too.
 */
package org.vae4j.experiment.study.reparam;
