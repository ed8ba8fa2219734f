/**
 * Layers and vertices of others in a compiled network: DL4J runs them by their own {@code activate} and
 * {@code backpropGradient}.
 *
 * <p>Start at {@link org.vae4j.model.foreign.ForeignVertex}.
 */
package org.vae4j.model.foreign;
