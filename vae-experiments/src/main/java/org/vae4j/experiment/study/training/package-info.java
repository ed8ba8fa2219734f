/**
 * Studies that train a VAE and nothing more: the ones to copy for an experiment of one's own.
 *
 * <p>Start at {@link org.vae4j.experiment.study.training.Quickstart}; its defaults lie beside it as a resource. Imports
 * {@code study}, {@code study.runner} and {@code run}.
 */
package org.vae4j.experiment.study.training;
