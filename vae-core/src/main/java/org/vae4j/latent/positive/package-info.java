/**
 * Latents whose dimensions are positive numbers: gamma distributions, posterior and prior.
 *
 * <p>Start at {@link org.vae4j.latent.positive.GammaPosterior}.
 */
package org.vae4j.latent.positive;
