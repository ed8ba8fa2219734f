/**
 * Conditional probability and Bayes' rule on problems small enough to enumerate.
 *
 * <p>The study is {@link org.vae4j.experiment.study.bayes.BayesStudy}; start at
 * {@link org.vae4j.experiment.study.bayes.BayesProblems} for what it computes. Imports {@code org.vae4j.info}. Like the
 * room of every study it imports {@code study}, {@code study.runner} and {@code report} too.
 */
package org.vae4j.experiment.study.bayes;
