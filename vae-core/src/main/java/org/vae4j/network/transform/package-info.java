/**
 * Invertible transforms between the draw of a posterior and z, one class per transform. Start at {@link
 * org.vae4j.network.transform.Transform}. Imports {@code extension}, {@code latent}, {@code layers} and
 * {@code network}.
 */
package org.vae4j.network.transform;
