/**
 * Blocks that a configuration can name, of sequences: recurrent layers of DL4J's own, and what leads to sequences and
 * back to images.
 *
 * <p>Start at {@link org.vae4j.network.sequence.Lstm}. Imports {@code network}.
 */
package org.vae4j.network.sequence;
