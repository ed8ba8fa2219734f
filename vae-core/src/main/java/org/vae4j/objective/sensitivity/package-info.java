/**
 * Terms that weigh how much what one part of the network puts out changes, or could change, with what goes in.
 *
 * <p>Start at {@link org.vae4j.objective.sensitivity.SensitivityTerm}. Imports {@code objective}, {@code math} and
 * {@code latent}.
 */
package org.vae4j.objective.sensitivity;
