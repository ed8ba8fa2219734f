package org.vae4j.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
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

    /** Encoders with every kind of block that has a mirror, on images and on features. */
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
    void mirroredBlocksHaveTheShapesInReverse(List<BlockSpec> blocks) {
        Network encoder = Network.encoder(blocks);
        Network mirrored = Network.decoder(encoder.mirrored(MNIST));
        List<Shape> expected = new ArrayList<>(encoder.shapes(MNIST));
        Collections.reverse(expected);
        assertThat(mirrored.shapes(expected.get(0))).isEqualTo(expected);
    }

    @ParameterizedTest
    @MethodSource("encoders")
    void aMirroredDecoderPutsOutAllParameters(List<BlockSpec> blocks) {
        for (int perFeature = 1; perFeature <= 2; perFeature++) {
            int parameters = perFeature * MNIST.size();
            Resolved decoder = new Mirror().resolve(Network.encoder(blocks), MNIST, LATENT, parameters);
            Shape last = decoder.network().output(LATENT);
            assertThat(decoder.head().output(last).size())
                    .as("%d parameters per feature", perFeature)
                    .isEqualTo(parameters);
        }
    }

    /** The network 784 – 400 – z – 400 – 784. */
    @Test
    void headOfAMirroredDecoderIsTheMirrorOfTheFirstBlock() {
        Resolved decoder = new Mirror().resolve(Network.encoder(List.of(new Dense(400))), MNIST, LATENT, MNIST.size());
        assertThat(decoder.network().blocks()).containsExactly(new Dense(400));
        assertThat(decoder.head()).isEqualTo(new Dense(MNIST.size(), Activation.IDENTITY, new OfNetwork()));
    }

    @Test
    void headOfAMirroredConvolutionalDecoderHasAChannelPerParameter() {
        Resolved decoder = new Mirror().resolve(Network.encoder(CONV), MNIST, LATENT, 2 * MNIST.size());
        assertThat(decoder.head()).isEqualTo(new ConvTransposed(2, 4, 2, -1, Activation.IDENTITY, new OfNetwork()));
        assertThat(decoder.network().shapes(LATENT))
                .containsExactly(LATENT, new Features(256), new Image(64, 7, 7), new Image(32, 14, 14));
    }

    @Test
    void headOfAListedDecoderOfImagesIsAOneByOneConvolution() {
        List<BlockSpec> images = List.of(new Dense(64 * 49), new Reshape(64, 7, 7), new Upsample(4));
        assertThat(new Listed(images)
                        .resolve(Network.encoder(CONV), MNIST, LATENT, 2 * MNIST.size())
                        .head())
                .isEqualTo(new Conv(2, 1, 1, 0, Activation.IDENTITY, new OfNetwork()));
    }

    @Test
    void headOfAListedDecoderOfFeaturesIsAFullyConnectedLayer() {
        assertThat(new Listed(List.of(new Dense(400)))
                        .resolve(Network.encoder(CONV), MNIST, LATENT, MNIST.size())
                        .head())
                .isEqualTo(new Dense(MNIST.size(), Activation.IDENTITY, new OfNetwork()));
    }

    /** Blocks that MNIST's images do not fit, and the beginning of the message about them. */
    static Stream<Arguments> misfits() {
        return Stream.of(
                Arguments.of(
                        List.of(new Dense(3), new Conv(3, 3, 1)),
                        "model.encoder[1]: found 3 features before conv, expected images"),
                Arguments.of(List.of(new Conv(0, 3, 1)), "model.encoder[0]: channels: found 0"),
                Arguments.of(List.of(new Dense()), "model.encoder[0]: size: found 0, expected a number >= 1"),
                Arguments.of(
                        List.of(new Dense(3), new Residual(List.of(new Dense(3), new Dense(0)))),
                        "model.encoder[1].residual[1]: size: found 0"),
                Arguments.of(
                        List.of(new Residual(List.of(new Dense(3)))),
                        "model.encoder[0]: found blocks that make 3 features of"),
                Arguments.of(List.of(new Residual()), "model.encoder[0]: blocks: found none"),
                Arguments.of(List.of(new Reshape(1, 5, 5)), "model.encoder[0]: found images of 1×28×28 to be reshaped"),
                Arguments.of(
                        List.of(new Conv(3, 40, 1, 0, Activation.NETWORK, new OfNetwork())),
                        "model.encoder[0]: found 28 pixels"));
    }

    @ParameterizedTest
    @MethodSource("misfits")
    void messageAboutAMisfitBeginsWithTheBlocksKey(List<BlockSpec> blocks, String message) {
        assertThatThrownBy(() -> Network.encoder(blocks).shapes(MNIST))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(message);
    }

    @Test
    void refusesToMirrorAConvolutionWhoseStrideDoesNotDivideTheSides() {
        assertThatThrownBy(() -> Network.encoder(List.of(new Conv(3, 4, 3))).mirrored(MNIST))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("model.encoder[0]: found conv with stride 3 on images of 1×28×28");
    }

    @Test
    void refusesToMirrorAMaskedLayer() {
        MaskedDense masked =
                new MaskedDense(9, 0, MaskedDense.Place.FIRST, new MaskedDense().order(), Activation.NETWORK);
        assertThatThrownBy(() -> Network.encoder(List.of(masked)).mirrored(MNIST))
                .hasMessageStartingWith("model.encoder[0]: found maskedDense");
    }

    @Test
    void registryFindsEveryBlockByItsName() {
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
