/**
 * The parts of the studies of linear autoencoders: their training to convergence, a deep one to compare with, and the
 * check that networks of DL4J layers have the same loss and gradient.
 *
 * <p>The studies are {@link org.vae4j.experiment.study.linear.PcaEquivalenceStudy} and
 * {@link org.vae4j.experiment.study.linear.LinearVaeStudy}; start at
 * {@link org.vae4j.experiment.study.linear.LinearTraining} for what they compute. Imports {@code baseline},
 * {@code layers}, {@code model}, {@code train}, {@code config}, {@code report} and {@code run}. Like the room of every
 * study it imports {@code study} and {@code study.runner} too.
 */
package org.vae4j.experiment.study.linear;
