/**
 * Terms on the law of a batch's latents as a whole, the aggregate posterior q(z): its total correlation, its
 * covariance, its distance from the prior; and on the mean divergences of a batch. Start with
 * {@link org.vae4j.objective.Term}, whose contract they keep. Imports {@code extension}, {@code math}, {@code latent},
 * {@code objective} and {@code objective.term}.
 */
package org.vae4j.objective.aggregate;
