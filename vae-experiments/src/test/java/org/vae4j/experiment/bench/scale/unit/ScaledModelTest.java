package org.vae4j.experiment.bench.scale.unit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.vae4j.data.ImageShape;
import org.vae4j.experiment.bench.workload.BenchNetwork;

class ScaledModelTest {

    private static ScaledModel dense(int draws) {
        return new ScaledModel(ImageShape.MNIST, new DenseBlocks(List.of(400)), 20, draws);
    }

    private static ScaledModel convolutional(ImageShape shape) {
        return new ScaledModel(shape, new ConvolutionBlocks(List.of(32, 64)), 20, 1);
    }

    @Test
    void operationsOfADenseStepAreThoseOfTheReferenceNetwork() {
        assertThat(128 * dense(1).stepFlops())
                .isCloseTo(BenchNetwork.byName("vae-400-20").flops(128), within(0.5));
    }

    @Test
    void operationsOfAConvolutionalStepAreThoseOfTheReferenceNetwork() {
        assertThat(20 * convolutional(ImageShape.MNIST).stepFlops())
                .isCloseTo(BenchNetwork.byName("conv").flops(20), within(0.5));
    }

    @Test
    void operationsOfADecoderAreThoseOfTheReferenceNetwork() {
        ScaledModel deep = new ScaledModel(ImageShape.MNIST, new DenseBlocks(List.of(200, 200)), 50, 1);

        assertThat(deep.decoderFlops())
                .isCloseTo(BenchNetwork.byName("iwae-200-200-50").decoderFlops(), within(0.5));
    }

    @Test
    void furtherDrawsAddThePassesOfTheDecoderOnly() {
        double perDraw = 3 * dense(1).decoderFlops();

        assertThat(dense(50).stepFlops() - dense(1).stepFlops()).isCloseTo(49 * perDraw, within(0.5));
    }

    @Test
    void furtherColoursAddToTheFirstAndTheLastLayerOnly() {
        double grey = convolutional(new ImageShape(1, 32, 32)).stepFlops();
        double colour = convolutional(new ImageShape(3, 32, 32)).stepFlops();

        // 16² positions, 4·4 pixels of two more channels, 32 outputs; two products of the first layer, three of the
        // last.
        assertThat(colour - grey).isCloseTo(2.0 * 256 * 32 * 32 * (2 + 3), within(0.5));
    }

    @Test
    void createdModelHasTheParametersOfTheCountedLayers() {
        assertThat(dense(1).create(RandomImages.of(ImageShape.MNIST, 2)).graph().numParams())
                .isEqualTo(784 * 400 + 400 + 400 * 40 + 40 + 20 * 400 + 400 + 400 * 784 + 784);
        ImageShape shape = new ImageShape(3, 8, 8);
        int encoder = 3 * 16 * 32 + 32 + 32 * 16 * 64 + 64 + 2 * 2 * 64 * 40 + 40;
        int decoder = 20 * 2 * 2 * 64 + 2 * 2 * 64 + 64 * 16 * 32 + 32 + 32 * 16 * 3 + 3;
        assertThat(convolutional(shape)
                        .create(RandomImages.of(shape, 2))
                        .graph()
                        .numParams())
                .isEqualTo(encoder + decoder);
    }
}
