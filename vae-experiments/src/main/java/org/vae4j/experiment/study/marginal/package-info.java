/**
 * Estimates of the evidence p(x) by sampling, on a model that knows it.
 *
 * <p>The study is {@link org.vae4j.experiment.study.marginal.MarginalLikelihoodStudy}; start at
 * {@link org.vae4j.experiment.study.marginal.EvidenceEstimator} for what it computes. Imports the exact models,
 * {@code org.vae4j.math} and {@code org.vae4j.dist}. Like the room of every study it imports {@code study},
 * {@code study.runner} and {@code report} too.
 */
package org.vae4j.experiment.study.marginal;
