/**
 * Terms whose discriminator tells examples from what the decoder makes, so that encoder, decoder and discriminator
 * minimise different losses.
 *
 * <p>Start at {@link org.vae4j.objective.generative.GenerativeTerm}. Imports {@code objective}, {@code
 * objective.adversarial}, {@code latent} and {@code math}, and of {@code objective.term} what checks settings.
 */
package org.vae4j.objective.generative;
