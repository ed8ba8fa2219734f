/**
 * Scores that tell examples of the training distribution from others, and their quality.
 *
 * <p>Start at {@link org.vae4j.eval.ood.Scores}, which scores a batch, and {@link org.vae4j.eval.ood.Auroc}, which says
 * how well a score separates. Imports {@code model}, {@code eval} and what lies below.
 */
package org.vae4j.eval.ood;
