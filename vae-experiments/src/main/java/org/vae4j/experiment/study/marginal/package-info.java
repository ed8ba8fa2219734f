/**
 * Estimates of the evidence p(x) by sampling, on a model that knows it.
 *
 * <p>Start at {@link org.vae4j.experiment.study.marginal.EvidenceEstimator}. Imports the exact models, {@code
 * org.vae4j.math} and {@code org.vae4j.dist}.
 */
package org.vae4j.experiment.study.marginal;
