/**
 * Probability and information of discrete distributions on plain arrays: entropy, divergences, mutual information,
 * Bayes.
 *
 * <p>Everything is in nats; {@link org.vae4j.info.Nats} converts. Start at {@link org.vae4j.info.Information}, or at
 * {@link org.vae4j.info.JointDistribution} for named variables. Every method checks that it was given distributions and
 * says what it found if not. May import {@code org.vae4j.math} only.
 */
package org.vae4j.info;
