/**
 * Blocks that a configuration can name, of images: convolutions and what changes their size.
 *
 * <p>Start at {@link org.vae4j.network.image.Conv}. Imports {@code network}.
 */
package org.vae4j.network.image;
