/**
 * Whether a model generates or repeats: samples against the images that it was trained on.
 *
 * <p>Start at {@link org.vae4j.eval.novelty.Novelty}. Imports {@code kernel} and {@code eval.ood}; knows nothing of
 * models.
 */
package org.vae4j.eval.novelty;
