/**
 * VAEs that differ only in the standard deviation of their Gaussian likelihood.
 *
 * <p>The study is {@link org.vae4j.experiment.study.sigma.GaussianSigmaStudy}; start at
 * {@link org.vae4j.experiment.study.sigma.SigmaTrial} for what it computes. Imports models, training and likelihoods of
 * vae-core, the line images and {@code run}. Like the room of every study it imports {@code study},
 * {@code study.runner} and {@code report} too.
 */
package org.vae4j.experiment.study.sigma;
