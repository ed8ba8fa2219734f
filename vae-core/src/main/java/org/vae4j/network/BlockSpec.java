package org.vae4j.network;

import java.util.Optional;
import org.vae4j.extension.Extension;

/**
 * A block of a network: from the shape of what goes in follow the shape of what comes out and the layers that compute
 * it.
 *
 * <p>An implementation is an immutable record, as {@link Extension} says; its first component is what
 * {@code {name: value}} sets in a configuration.
 */
public interface BlockSpec extends Extension {

    /**
     * The shape that comes out.
     *
     * @param input the shape that goes in
     * @return the shape of the block's output
     * @throws IllegalArgumentException when the block takes no such input, or a size is missing or out of range
     */
    Shape output(Shape input);

    /**
     * Adds the block's layers.
     *
     * @param network what they are added to
     * @param name the name of the layer, or what the names of several begin with; the last one's is the name itself
     * @param from the name of the vertex that the block reads
     * @param input the shape that goes in
     * @return the name of the vertex that puts out what the block computes; {@code from} where nothing is added
     */
    String addTo(NetworkAssembly network, String name, String from, Shape input);

    /**
     * The block that leads back, for a decoder that mirrors an encoder.
     *
     * @param input the shape that goes into this block
     * @return a block that makes {@code input} of {@link #output output(input)}
     * @throws IllegalArgumentException when there is none
     */
    BlockSpec mirrored(Shape input);

    /**
     * This block as the last one of a decoder, which puts out the likelihood's parameters instead of the data's shape.
     *
     * @param parametersPerFeature how many parameters each feature has
     * @return a block without a nonlinearity whose output is larger by that factor, all parameters of the first kind
     *     first; empty for a block that cannot be the last one
     */
    default Optional<BlockSpec> asHead(int parametersPerFeature) {
        return Optional.empty();
    }
}
