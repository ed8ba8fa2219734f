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
 * @param decoder the decoder's blocks, or that they mirror the encoder's
 * @param style what blocks have in common
 * @param condition how many numbers, behind the features of each example, encoder and decoder are told beside x and z,
 *     such as a class in one-hot code; 0 for a model without a condition
 * @param discriminator the blocks of the one network beside the model that a term of the objective brings along, in
 *     place of the term's own sizes; empty for these
 */
public record Architecture(
        Shape data,
        List<BlockSpec> encoder,
        int latent,
        DecoderLayout decoder,
        Style style,
        int condition,
        List<BlockSpec> discriminator) {

    /** Infers the shapes of the encoder once, so that what does not fit is refused here. */
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
     * @param decoder the decoder's blocks, or that they mirror the encoder's
     * @param style what blocks have in common
     */
    public Architecture(Shape data, List<BlockSpec> encoder, int latent, DecoderLayout decoder, Style style) {
        this(data, encoder, latent, decoder, style, 0, List.of());
    }

    /**
     * The same networks with a condition.
     *
     * @param columns of the condition, ≥ 0
     * @return the networks
     */
    public Architecture conditionedOn(int columns) {
        return new Architecture(data, encoder, latent, decoder, style, columns, discriminator);
    }

    /**
     * The same networks with blocks for the one beside the model.
     *
     * @param blocks from what it reads on, without the layer that puts out its logit; empty for the term's own sizes
     * @return the networks
     */
    public Architecture discriminatedBy(List<BlockSpec> blocks) {
        return new Architecture(data, encoder, latent, decoder, style, condition, blocks);
    }

    /** What goes into the model: the features and, behind them, the condition. */
    Shape input() {
        return condition == 0 ? data : new Shape.Features(data.size() + condition);
    }

    /** What goes into the decoder: z and, behind it, the condition. */
    Shape decoderInput() {
        return new Shape.Features(latent + condition);
    }

    /** The decoder, given what it reads and the number of parameters that it puts out. */
    DecoderLayout.Resolved decoder(Shape input, int parameters) {
        return decoder.resolve(Network.encoder(encoder), data, input, parameters);
    }
}
