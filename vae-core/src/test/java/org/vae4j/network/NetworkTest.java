package org.vae4j.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.vae4j.extension.Registry;
import org.vae4j.layers.PoolBlock;
import org.vae4j.model.spec.DecoderLayout.Listed;
import org.vae4j.model.spec.DecoderLayout.Mirror;
import org.vae4j.model.spec.DecoderLayout.Resolved;
import org.vae4j.network.Shape.Features;
import org.vae4j.network.Shape.Image;
import org.vae4j.network.block.Activate;
import org.vae4j.network.block.BatchNorm;
import org.vae4j.network.block.Dense;
import org.vae4j.network.block.Dropout;
import org.vae4j.network.block.Flatten;
import org.vae4j.network.block.GatedDense;
import org.vae4j.network.block.LayerNorm;
import org.vae4j.network.block.MaskedDense;
import org.vae4j.network.block.Maxout;
import org.vae4j.network.block.Reshape;
import org.vae4j.network.block.Residual;
import org.vae4j.network.image.Conv;
import org.vae4j.network.image.ConvTransposed;
import org.vae4j.network.image.Pool;
import org.vae4j.network.image.Upsample;
import org.vae4j.network.init.OfNetwork;

class NetworkTest {

    private static final Image MNIST = new Image(1, 28, 28);
    private static final Features LATENT = new Features(20);
    private static final List<BlockSpec> CONV = List.of(new Conv(32, 4, 2), new Conv(64, 4, 2), new Dense(256));

    @Test
    void shapesFollowFromBlockToBlock() {
        assertThat(Network.encoder(CONV).shapes(MNIST))
                .containsExactly(MNIST, new Image(32, 14, 14), new Image(64, 7, 7), new Features(256));
    }

    /** Every kind of block that has a way back, on images and on features. */
    static Stream<List<BlockSpec>> encoders() {
        List<BlockSpec> residual = List.of(new Conv(8, 3, 1), new Conv(8, 3, 1));
        return Stream.of(
                CONV,
                List.of(new Dense(400)),
                List.of(new Flatten(), new Dense(30)),
                List.of(new GatedDense(300, Activation.IDENTITY, new OfNetwork()), new Maxout(50, 3, new OfNetwork())),
                List.of(new Conv(8, 3, 1), new Residual(residual), new Pool(2, 0, PoolBlock.Kind.MAX)),
                List.of(new Conv(8, 3, 1), new BatchNorm(), new Activate(), new LayerNorm(), new Dropout(0.1)),
                List.of(new Dropout(0.2), new Conv(8, 3, 2)),
                List.of(new Upsample(2), new ConvTransposed(3, 3, 2), new Conv(3, 4, 2)),
                List.of(new Conv(4, 5, 1, 2, Activation.TANH, new OfNetwork()), new Flatten()));
    }

    @ParameterizedTest
    @MethodSource("encoders")
    void mirroredBlocksLeadBack(List<BlockSpec> blocks) {
        Network encoder = Network.encoder(blocks);
        Network back = Network.decoder(encoder.mirrored(MNIST));
        List<Shape> there = encoder.shapes(MNIST);
        List<Shape> here = back.shapes(there.get(blocks.size()));
        for (int i = 0; i <= blocks.size(); i++) {
            assertThat(here.get(i)).isEqualTo(there.get(blocks.size() - i));
        }
    }

    @ParameterizedTest
    @MethodSource("encoders")
    void aMirroredDecoderPutsOutAllParameters(List<BlockSpec> blocks) {
        for (int perFeature = 1; perFeature <= 2; perFeature++) {
            int parameters = perFeature * MNIST.size();
            Resolved decoder = new Mirror().resolve(Network.encoder(blocks), MNIST, LATENT, parameters);
            Shape last = decoder.network().output(LATENT);
            assertThat(decoder.head().output(last).size()).isEqualTo(parameters);
        }
    }

    /** 784 – 400 – z – 400 – 784, and the convolutional model likewise: the first block's mirror is the head. */
    @Test
    void theFirstBlocksMirrorIsTheHead() {
        Resolved dense = new Mirror().resolve(Network.encoder(List.of(new Dense(400))), MNIST, LATENT, 784);
        assertThat(dense.network().blocks()).containsExactly(new Dense(400));
        assertThat(dense.head()).isEqualTo(new Dense(784, Activation.IDENTITY, new OfNetwork()));
        Resolved conv = new Mirror().resolve(Network.encoder(CONV), MNIST, LATENT, 2 * 784);
        assertThat(conv.head()).isEqualTo(new ConvTransposed(2, 4, 2, -1, Activation.IDENTITY, new OfNetwork()));
        assertThat(conv.network().shapes(LATENT))
                .containsExactly(LATENT, new Features(256), new Image(64, 7, 7), new Image(32, 14, 14));
    }

    @Test
    void aListedDecoderHasAOneByOneConvolutionBehindImagesOfTheDatasSize() {
        List<BlockSpec> images = List.of(new Dense(64 * 49), new Reshape(64, 7, 7), new Upsample(4));
        Network encoder = Network.encoder(CONV);
        assertThat(new Listed(images).resolve(encoder, MNIST, LATENT, 2 * 784).head())
                .isEqualTo(new Conv(2, 1, 1, 0, Activation.IDENTITY, new OfNetwork()));
        assertThat(new Listed(List.of(new Dense(400)))
                        .resolve(encoder, MNIST, LATENT, 784)
                        .head())
                .isEqualTo(new Dense(784, Activation.IDENTITY, new OfNetwork()));
    }

    @Test
    void errorsNameTheEntry() {
        assertRefused(
                List.of(new Dense(3), new Conv(3, 3, 1)),
                "model.encoder[1]: found 3 features before conv, expected images");
        assertRefused(List.of(new Conv(0, 3, 1)), "model.encoder[0]: channels: found 0");
        assertRefused(List.of(new Dense()), "model.encoder[0]: size: found 0, expected a number >= 1");
        assertRefused(
                List.of(new Dense(3), new Residual(List.of(new Dense(3), new Dense(0)))),
                "model.encoder[1].residual[1]: size: found 0");
        assertRefused(
                List.of(new Residual(List.of(new Dense(3)))), "model.encoder[0]: found blocks that make 3 features of");
        assertRefused(List.of(new Residual()), "model.encoder[0]: blocks: found none");
        assertRefused(List.of(new Reshape(1, 5, 5)), "model.encoder[0]: found images of 1×28×28 to be reshaped");
        assertRefused(
                List.of(new Conv(3, 40, 1, 0, Activation.NETWORK, new OfNetwork())),
                "model.encoder[0]: found 28 pixels");
    }

    private static void assertRefused(List<BlockSpec> blocks, String message) {
        assertThatThrownBy(() -> Network.encoder(blocks).shapes(MNIST))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(message);
    }

    @Test
    void whatHasNoMirrorIsRefusedWithTheEntry() {
        assertThatThrownBy(() -> Network.encoder(List.of(new Conv(3, 4, 3))).mirrored(MNIST))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("model.encoder[0]: found conv with stride 3 on images of 1×28×28");
        MaskedDense masked =
                new MaskedDense(9, 0, MaskedDense.Place.FIRST, new MaskedDense().order(), Activation.NETWORK);
        assertThatThrownBy(() -> Network.encoder(List.of(masked)).mirrored(MNIST))
                .hasMessageStartingWith("model.encoder[0]: found maskedDense");
    }

    @Test
    void everyBlockIsFoundByItsName() {
        assertThat(Registry.of(BlockSpec.class).names())
                .contains(
                        "dense",
                        "gatedDense",
                        "maxout",
                        "maskedDense",
                        "conv",
                        "convTransposed",
                        "upsample",
                        "pool",
                        "batchNorm",
                        "layerNorm",
                        "dropout",
                        "residual",
                        "flatten",
                        "reshape",
                        "activation",
                        "lstm",
                        "simpleRnn",
                        "repeat",
                        "lines");
    }
}
