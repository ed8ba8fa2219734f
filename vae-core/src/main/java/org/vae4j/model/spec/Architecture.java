package org.vae4j.model.spec;

import java.util.List;
import java.util.Objects;
import org.vae4j.network.BlockSpec;
import org.vae4j.network.Network;
import org.vae4j.network.Shape;
import org.vae4j.network.Style;

/**
 * The networks of an autoencoder.
 *
 * @param data the shape of an example
 * @param encoder the encoder's blocks, from the example on; may be empty
 * @param latent latent dimensions, ≥ 1
 * @param decoder the decoder's blocks, listed or mirrored from the encoder's
 * @param style the settings that all blocks share, such as the activation
 * @param condition number of columns of the condition, such as a class in one-hot code, which follows the features of
 *     each example and which encoder and decoder read beside x and z; 0 for a model without a condition
 * @param discriminator the blocks of the discriminator that a term of the objective adds to the model; empty for the
 *     term's own sizes
 */
public record Architecture(
        Shape data,
        List<BlockSpec> encoder,
        int latent,
        DecoderLayout decoder,
        Style style,
        int condition,
        List<BlockSpec> discriminator) {

    /** Checks the ranges and that the encoder's blocks fit the data, by inferring their shapes. */
    public Architecture {
        Objects.requireNonNull(data, "data");
        Objects.requireNonNull(decoder, "decoder");
        Objects.requireNonNull(style, "style");
        encoder = List.copyOf(encoder);
        discriminator = List.copyOf(discriminator);
        if (latent < 1) {
            throw new IllegalArgumentException("found latent = " + latent + ", expected a number >= 1");
        }
        if (condition < 0) {
            throw new IllegalArgumentException("found condition = " + condition + ", expected a number >= 0");
        }
        Network.encoder(encoder).shapes(data);
    }

    /**
     * The networks of an autoencoder without a condition.
     *
     * @param data the shape of an example
     * @param encoder the encoder's blocks, from the example on; may be empty
     * @param latent latent dimensions, ≥ 1
     * @param decoder the decoder's blocks, listed or mirrored from the encoder's
     * @param style the settings that all blocks share, such as the activation
     */
    public Architecture(Shape data, List<BlockSpec> encoder, int latent, DecoderLayout decoder, Style style) {
        this(data, encoder, latent, decoder, style, 0, List.of());
    }

    /**
     * The same networks with a condition.
     *
     * @param columns number of columns of the condition, ≥ 0
     * @return the networks
     */
    public Architecture conditionedOn(int columns) {
        return new Architecture(data, encoder, latent, decoder, style, columns, discriminator);
    }

    /**
     * The same networks with blocks for the discriminator.
     *
     * @param blocks the discriminator's blocks from its input on, without the layer that computes the logit; empty for
     *     the term's own sizes
     * @return the networks
     */
    public Architecture discriminatedBy(List<BlockSpec> blocks) {
        return new Architecture(data, encoder, latent, decoder, style, condition, blocks);
    }

    /** The shape of the model's input: the features, followed by the condition. */
    Shape input() {
        return condition == 0 ? data : new Shape.Features(data.size() + condition);
    }

    /** The shape of the decoder's input: z, followed by the condition. */
    Shape decoderInput() {
        return new Shape.Features(latent + condition);
    }

    /** The decoder's blocks for a shape of its input and a number of the likelihood's parameters. */
    DecoderLayout.Resolved decoder(Shape input, int parameters) {
        return decoder.resolve(Network.encoder(encoder), data, input, parameters);
    }
}
