/**
 * Invertible functions of a latent with their log-determinants, as arithmetic on plain doubles. Start at {@link
 * org.vae4j.latent.bijection.Bijection}; one class per function, and one {@code Step} per function that is repeated.
 * Imports {@code latent} and {@code math}.
 */
package org.vae4j.latent.bijection;
