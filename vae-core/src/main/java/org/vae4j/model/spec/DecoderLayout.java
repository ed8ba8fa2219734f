package org.vae4j.model.spec;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.vae4j.network.Activation;
import org.vae4j.network.BlockSpec;
import org.vae4j.network.Network;
import org.vae4j.network.Shape;
import org.vae4j.network.block.Dense;
import org.vae4j.network.image.Conv;
import org.vae4j.network.init.OfNetwork;

/** The blocks of a decoder, either listed or mirrored from the encoder. */
public sealed interface DecoderLayout {

    /**
     * Determines the blocks of a model's decoder.
     *
     * @param encoder the model's encoder
     * @param data the shape of an example
     * @param latent the shape of the decoder's input
     * @param parameters number of the likelihood's parameters that the decoder computes
     * @return the blocks and the head after them
     */
    Resolved resolve(Network encoder, Shape data, Shape latent, int parameters);

    /**
     * The blocks of a decoder.
     *
     * @param network the blocks from the latent on
     * @param head the last block, which computes the likelihood's parameters
     */
    record Resolved(Network network, BlockSpec head) {}

    /**
     * A decoder with listed blocks and the default head.
     *
     * @param blocks the blocks from the latent on; may be empty
     */
    record Listed(List<BlockSpec> blocks) implements DecoderLayout {

        public Listed {
            blocks = List.copyOf(blocks);
        }

        @Override
        public Resolved resolve(Network encoder, Shape data, Shape latent, int parameters) {
            return withDefaultHead(Network.decoder(blocks), data, latent, parameters);
        }
    }

    /**
     * A decoder with the mirrors of the encoder's blocks in reverse order. A fully connected layer maps the latent to
     * the shape of the encoder's code first. The mirror of the encoder's first block is the head if it can compute the
     * parameters; otherwise the default head follows it.
     */
    record Mirror() implements DecoderLayout {

        @Override
        public Resolved resolve(Network encoder, Shape data, Shape latent, int parameters) {
            Shape code = encoder.output(data);
            if (encoder.blocks().isEmpty()) {
                return new Listed(List.of()).resolve(encoder, data, latent, parameters);
            }
            List<BlockSpec> blocks = new ArrayList<>();
            blocks.add(Dense.backTo(code, new Dense(code.size())));
            blocks.addAll(encoder.mirrored(data));
            Optional<BlockSpec> head = parameters % data.size() == 0
                    ? blocks.get(blocks.size() - 1).asHead(parameters / data.size())
                    : Optional.empty();
            if (head.isPresent()) {
                blocks.remove(blocks.size() - 1);
                return new Resolved(Network.decoder(blocks), head.get());
            }
            return withDefaultHead(Network.decoder(blocks), data, latent, parameters);
        }
    }

    /**
     * Adds the default head: a 1×1 convolution after blocks that end in images of the data's height and width,
     * otherwise a fully connected layer.
     */
    private static Resolved withDefaultHead(Network blocks, Shape data, Shape latent, int parameters) {
        boolean isImage = blocks.output(latent) instanceof Shape.Image last
                && data instanceof Shape.Image image
                && last.height() == image.height()
                && last.width() == image.width()
                && parameters % data.size() == 0;
        if (isImage) {
            int channels = ((Shape.Image) data).channels() * (parameters / data.size());
            return new Resolved(blocks, new Conv(channels, 1, 1, 0, Activation.IDENTITY, new OfNetwork()));
        }
        return new Resolved(blocks, new Dense(parameters, Activation.IDENTITY, new OfNetwork()));
    }
}
