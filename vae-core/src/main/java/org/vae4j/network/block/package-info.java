/**
 * Blocks that a configuration can name: those of features, and those that change or join shapes.
 *
 * <p>Start at {@link org.vae4j.network.block.Dense}. Imports {@code network}.
 */
package org.vae4j.network.block;
