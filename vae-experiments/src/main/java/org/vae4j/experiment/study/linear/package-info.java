/**
 * The parts of the studies of linear autoencoders: their training to convergence, a deep one to compare with, and the check
 * that networks of DL4J layers have the same loss and gradient.
 *
 * <p>Start at {@link org.vae4j.experiment.study.linear.LinearTraining}. Imports {@code baseline}, {@code layers},
 * {@code model}, {@code train} and {@code run}.
 */
package org.vae4j.experiment.study.linear;
