/**
 * Annealed importance sampling: chains that lead from a tractable density to the posterior.
 *
 * <p>Start at {@link org.vae4j.eval.annealed.AnnealedImportanceSampling}. Imports {@code eval.importance}.
 */
package org.vae4j.eval.annealed;
