/**
 * DL4J layers and vertices, in pairs of configuration (public, stored in a model's JSON) and implementation.
 *
 * <p>Start at {@link org.vae4j.layers.VariationalOutputLayer}. An implementation does its arithmetic through
 * {@link org.vae4j.layers.Operation} on matrices that somebody else owns, so that DL4J's own {@code fit} and the
 * compiled training step of {@code train} run the very same code. Imports {@code objective}, {@code likelihood},
 * {@code latent}, {@code update} and {@code kernel}.
 */
package org.vae4j.layers;
