/**
 * VAEs that differ only in the standard deviation of their Gaussian likelihood.
 *
 * <p>Start at {@link org.vae4j.experiment.study.sigma.SigmaTrial}. Imports models, training and likelihoods of vae-core and
 * the line images.
 */
package org.vae4j.experiment.study.sigma;
