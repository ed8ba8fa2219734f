/**
 * The objectives of training, as arithmetic on the few numbers that each example has left: its reconstruction term, its
 * posterior and its latent.
 *
 * <p>Start at {@link org.vae4j.objective.Objective}. Imports {@code extension}, {@code math}, {@code latent} and
 * {@code schedule}.
 */
package org.vae4j.objective;
