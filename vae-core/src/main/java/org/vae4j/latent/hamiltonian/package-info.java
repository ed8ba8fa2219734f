/**
 * Hamiltonian dynamics of a latent: {@link org.vae4j.latent.hamiltonian.LeapfrogPath} follows the slope of a
 * {@link org.vae4j.latent.hamiltonian.Target} and goes back through what it did. Imports {@code latent} and
 * {@code math}.
 */
package org.vae4j.latent.hamiltonian;
