/**
 * Conditional probability and Bayes' rule on problems small enough to enumerate.
 *
 * <p>Start at {@link org.vae4j.experiment.study.bayes.BayesProblems}. Imports {@code org.vae4j.info}.
 */
package org.vae4j.experiment.study.bayes;
