/**
 * The study of linear autoencoders beside PCA: their training to convergence, a deep one to compare with, and the
 * check that networks of DL4J layers have the same loss and gradient.
 *
 * <p>The study is {@link org.vae4j.experiment.study.linear.PcaEquivalenceStudy}; start at
 * {@link org.vae4j.experiment.study.linear.LinearTraining} for what it computes. Imports {@code baseline},
 * {@code layers}, {@code model}, {@code train}, {@code config}, {@code report} and {@code run}. Like the room of every
 * study it imports {@code study} and {@code study.runner} too.
 */
package org.vae4j.experiment.study.linear;
