/**
 * Fitting a diagonal Gaussian to a posterior in two dimensions that a grid can hold.
 *
 * <p>The study is {@link org.vae4j.experiment.study.variational.VariationalInferenceStudy}; start at
 * {@link org.vae4j.experiment.study.variational.VariationalFit} for what it computes. Imports the exact models and
 * {@code org.vae4j.dist}. Like the room of every study it imports {@code study}, {@code study.runner} and
 * {@code report} too.
 */
package org.vae4j.experiment.study.variational;
