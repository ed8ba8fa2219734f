/**
 * Networks as lists of blocks. Start with {@link org.vae4j.network.BlockSpec}, of which each record is one kind of
 * block, and {@link org.vae4j.network.Network}, which infers shapes and adds the blocks to DL4J's graph. Imports
 * {@code extension}, {@code math} and {@code kernel}, and of this wing {@code init}; the other rooms add layers.
 */
package org.vae4j.network;
