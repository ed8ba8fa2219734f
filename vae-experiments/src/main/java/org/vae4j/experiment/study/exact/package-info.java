/**
 * Small latent-variable models whose evidence and posterior are known exactly: what the studies measure estimates
 * against.
 *
 * <p>Start at {@link org.vae4j.experiment.study.exact.LinearGaussianModel}. Imports {@code org.vae4j.math},
 * {@code org.vae4j.info} and {@code org.vae4j.dist}.
 */
package org.vae4j.experiment.study.exact;
