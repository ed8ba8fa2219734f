/**
 * The study of linear VAEs beside probabilistic PCA. Start at
 * {@link org.vae4j.experiment.study.linearvae.LinearVaeStudy}; {@code LinearVaeComparison} has what it computes. Like
 * the room of every study it imports {@code study} and {@code study.runner}, and {@code study.linear} for moments.
 */
package org.vae4j.experiment.study.linearvae;
