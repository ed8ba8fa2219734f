/** Families of posteriors q(z|x), one class per family. Start at {@link org.vae4j.latent.PosteriorFamily}. */
package org.vae4j.latent.posterior;
