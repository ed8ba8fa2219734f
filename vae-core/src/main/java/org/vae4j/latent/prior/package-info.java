/** Priors p(z), one class per prior. Start at {@link org.vae4j.latent.Prior}. */
package org.vae4j.latent.prior;
