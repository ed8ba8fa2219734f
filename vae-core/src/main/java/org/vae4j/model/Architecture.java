package org.vae4j.model;

import java.util.List;
import java.util.Objects;
import org.vae4j.network.BlockSpec;
import org.vae4j.network.DecoderLayout;
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
 */
public record Architecture(Shape data, List<BlockSpec> encoder, int latent, DecoderLayout decoder, Style style) {

    /** Infers the shapes of the encoder once, so that what does not fit is refused here. */
    public Architecture {
        Objects.requireNonNull(data, "data");
        Objects.requireNonNull(decoder, "decoder");
        Objects.requireNonNull(style, "style");
        encoder = List.copyOf(encoder);
        if (latent < 1) {
            throw new IllegalArgumentException("found latent = " + latent + ", expected a number >= 1");
        }
        Network.encoder(encoder).shapes(data);
    }

    /** The decoder, given the number of parameters that it puts out. */
    DecoderLayout.Resolved decoder(int parameters) {
        return decoder.resolve(Network.encoder(encoder), data, new Shape.Features(latent), parameters);
    }
}
