/**
 * Sylvester flows, and where their orthonormal columns come from. Start at {@link
 * org.vae4j.latent.bijection.sylvester.SylvesterFlow}. Imports {@code latent.bijection}.
 */
package org.vae4j.latent.bijection.sylvester;
