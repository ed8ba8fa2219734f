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

/** How the blocks of a decoder are given. */
public sealed interface DecoderLayout {

    /**
     * The decoder of a model.
     *
     * @param encoder the model's encoder
     * @param data the shape of an example
     * @param latent the shape of a latent
     * @param parameters how many parameters of the likelihood the decoder puts out
     * @return the blocks and the head behind them
     */
    Resolved resolve(Network encoder, Shape data, Shape latent, int parameters);

    /**
     * A decoder whose blocks are known.
     *
     * @param network the blocks from the latent on
     * @param head the block that puts out the likelihood's parameters
     */
    record Resolved(Network network, BlockSpec head) {}

    /**
     * Blocks of its own.
     *
     * @param blocks from the latent on; may be empty
     */
    record Listed(List<BlockSpec> blocks) implements DecoderLayout {

        public Listed {
            blocks = List.copyOf(blocks);
        }

        @Override
        public Resolved resolve(Network encoder, Shape data, Shape latent, int parameters) {
            return behind(Network.decoder(blocks), data, latent, parameters);
        }
    }

    /**
     * The encoder's blocks, mirrored, in reverse order. Behind the latent comes a fully connected layer that puts out
     * the shape of the encoder's code; the mirror of the encoder's first block is the head, if it can be one.
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
            return behind(Network.decoder(blocks), data, latent, parameters);
        }
    }

    /**
     * Blocks with their default head: a 1×1 convolution behind images of the data's height and width, a fully connected
     * layer behind everything else.
     */
    private static Resolved behind(Network blocks, Shape data, Shape latent, int parameters) {
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
