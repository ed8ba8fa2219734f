/**
 * Densities that are fitted to the codes of a trained model. Samples are drawn from them where the model has no prior,
 * or where its codes do not follow its prior.
 *
 * <p>Start at {@link org.vae4j.density.LatentDensity}. Imports {@code train} and what that imports.
 */
package org.vae4j.density;
