/**
 * A prior that is a normalizing flow: {@link org.vae4j.latent.flow.FlowPrior} is the distribution, the other classes
 * are its arithmetic. Imports {@code latent}, {@code latent.bijection}, {@code latent.prior} and {@code math}.
 */
package org.vae4j.latent.flow;
