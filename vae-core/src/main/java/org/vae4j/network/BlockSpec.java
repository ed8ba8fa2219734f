package org.vae4j.network;

import java.util.Optional;
import org.vae4j.extension.Extension;

/**
 * A block of a network, which defines its output shape and its layers for each input shape.
 *
 * <p>An implementation is an immutable record, as {@link Extension} says; {@code {name: value}} in a configuration sets
 * its first component.
 */
public interface BlockSpec extends Extension {

    /**
     * The shape of the block's output.
     *
     * @param input the shape of the input
     * @return the shape of the output
     * @throws IllegalArgumentException when the block takes no such input, or a size is missing or out of range
     */
    Shape output(Shape input);

    /**
     * Adds the block's layers.
     *
     * @param network the network that they are added to
     * @param name the name of the block's last layer, and the beginning of the names of its other layers
     * @param from the name of the vertex that the block reads
     * @param input the shape of the input
     * @return the name of the block's output vertex; {@code from} if the block adds none
     */
    String addTo(NetworkAssembly network, String name, String from, Shape input);

    /**
     * The block that leads back from the output shape to the input shape, for a decoder that mirrors an encoder.
     *
     * @param input the shape of this block's input
     * @return a block with the input shape {@link #output output(input)} and the output shape {@code input}
     * @throws IllegalArgumentException when there is none
     */
    BlockSpec mirrored(Shape input);

    /**
     * This block as the last one of a decoder, which puts out the likelihood's parameters for all features.
     *
     * @param parametersPerFeature number of parameters per feature
     * @return a block without a nonlinearity whose output is larger by that factor, with all parameters of the first
     *     kind first; empty for a block that cannot be the last one
     */
    default Optional<BlockSpec> asHead(int parametersPerFeature) {
        return Optional.empty();
    }
}
