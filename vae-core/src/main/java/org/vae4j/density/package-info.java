/**
 * Densities that are fitted to the codes of a trained model: what samples are drawn from where the model's own prior is
 * none, or not what its codes follow.
 *
 * <p>Start at {@link org.vae4j.density.LatentDensity}. Imports {@code train} and what that imports.
 */
package org.vae4j.density;
