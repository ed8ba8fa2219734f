/**
 * Closed-form baselines: principal component analysis, its probabilistic form, and comparisons of trained linear
 * autoencoders with them. Everything is computed in double.
 *
 * <p>Start at {@link org.vae4j.baseline.Pca}; the linear autoencoders that are trained towards it are in
 * {@link org.vae4j.baseline.linear}. Imports {@code math}.
 */
package org.vae4j.baseline;
