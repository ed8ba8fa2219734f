/**
 * Importance sampling of log p(x), and the bounds of a number of samples.
 *
 * <p>Start at {@link org.vae4j.eval.importance.ImportanceSampling};
 * {@link org.vae4j.eval.importance.LogWeights} is where the weights of any model come from. Imports {@code eval}.
 */
package org.vae4j.eval.importance;
