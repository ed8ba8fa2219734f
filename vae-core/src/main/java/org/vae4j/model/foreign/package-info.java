/**
 * Layers and vertices of DL4J or of the user in a compiled network, which DL4J runs by their own {@code activate} and
 * {@code backpropGradient}.
 *
 * <p>Start at {@link org.vae4j.model.foreign.ForeignVertex}.
 */
package org.vae4j.model.foreign;
