/**
 * Weak supervision by pairs of examples that differ in some of the factors that made them: how two posteriors are
 * brought together in the dimensions that they share.
 *
 * <p>Start at {@link org.vae4j.latent.pair.PairSharing}. Imports {@code extension}.
 */
package org.vae4j.latent.pair;
