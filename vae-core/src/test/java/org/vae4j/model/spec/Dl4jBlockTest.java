package org.vae4j.model.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.vae4j.extension.Registry;
import org.vae4j.kernel.Nonlinearity;
import org.vae4j.likelihood.GaussianLikelihood;
import org.vae4j.model.LatentModel;
import org.vae4j.network.BlockSpec;
import org.vae4j.network.Shape;
import org.vae4j.network.Style;
import org.vae4j.network.block.Dense;
import org.vae4j.objective.ElboObjective;
import org.vae4j.testing.Values;
import org.vae4j.train.FlushingAdam;
import org.vae4j.train.step.TrainingStep;

class Dl4jBlockTest {

    private static final Shape.Image IMAGES = new Shape.Image(1, 4, 6);
    private static final String LAYERS = "org.deeplearning4j.nn.conf.layers.";

    private static Dl4jBlock block(String layer, String settings) {
        return new Dl4jBlock("{\"@class\": \"" + LAYERS + layer + "\"" + settings + "}");
    }

    private static Dl4jBlock lstm() {
        return block(
                "LSTM",
                ", \"nout\": 5, \"activationFn\": {\"@class\":"
                        + " \"org.nd4j.linalg.activations.impl.ActivationTanH\"}, \"gateActivationFn\": {\"@class\":"
                        + " \"org.nd4j.linalg.activations.impl.ActivationSigmoid\"}, \"rnnDataFormat\": \"NCW\"");
    }

    private static Dl4jBlock convolution() {
        return block(
                "ConvolutionLayer",
                ", \"nout\": 3, \"kernelSize\": [3, 3], \"stride\": [1, 1], \"padding\": [1, 1],"
                        + " \"dilation\": [1, 1], \"hasBias\": true, \"convolutionMode\": \"Truncate\", \"cnn2dDataFormat\":"
                        + " \"NCHW\"");
    }

    static Stream<List<BlockSpec>> encoders() {
        return Stream.of(
                List.of(block("DenseLayer", ", \"nout\": 7, \"hasBias\": true")),
                List.of(convolution(), new Dense(8)),
                List.of(lstm(), new Dense(8)));
    }

    @Test
    void registryFindsTheBlockByItsName() {
        assertThat(Registry.of(BlockSpec.class).get("dl4j")).isEqualTo(new Dl4jBlock());
    }

    @Test
    void outputShapeIsThatOfTheLayer() {
        assertThat(block("DenseLayer", ", \"nout\": 7").output(IMAGES)).isEqualTo(new Shape.Features(7));
        assertThat(convolution().output(IMAGES)).isEqualTo(new Shape.Image(3, 4, 6));
        assertThat(lstm().output(IMAGES)).isEqualTo(new Shape.Sequence(5, 4));
    }

    @ParameterizedTest
    @MethodSource("encoders")
    void trainingReducesTheObjective(List<BlockSpec> encoder) {
        Architecture network = new Architecture(
                IMAGES,
                encoder,
                2,
                new DecoderLayout.Listed(List.of(block("DenseLayer", ", \"nout\": 9, \"hasBias\": true"))),
                new Style(Nonlinearity.TANH));
        ModelSpec spec =
                new ModelSpec(network, Bottleneck.GAUSSIAN, new GaussianLikelihood(0.5), ElboObjective.standard(), 1);
        LatentModel model = LatentModel.create(spec, FlushingAdam.withLearningRate(0.01), 3, DataType.DOUBLE);
        INDArray x = Values.pixels(1, DataType.DOUBLE, 8, IMAGES.size());
        double before = model.elbo(x, 1).objectiveNats();
        try (TrainingStep step = new TrainingStep(model)) {
            for (int i = 0; i < 30; i++) {
                step.apply(x);
            }
        }
        assertThat(model.elbo(x, 1).objectiveNats()).isLessThan(before);
        assertThat(model.compiled().foreignVertices()).isNotEmpty();
    }

    @Test
    void refusesAClassThatIsNoLayer() {
        assertThatThrownBy(() -> new Dl4jBlock("{\"@class\": \"java.io.File\"}").output(IMAGES))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("found a class 'java.io.File'");
    }

    @Test
    void refusesATextThatIsNoJson() {
        assertThatThrownBy(() -> new Dl4jBlock("dense").output(IMAGES))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("layer: found");
    }

    @Test
    void refusesAnEmptyText() {
        assertThatThrownBy(() -> new Dl4jBlock().output(IMAGES)).hasMessageContaining("layer: found nothing");
    }

    @Test
    void refusesFeaturesAsTheInputOfARecurrentLayer() {
        assertThatThrownBy(() -> lstm().output(new Shape.Features(8)))
                .hasMessageContaining("found 8 features before a recurrent layer");
    }

    @Test
    void refusesToMirrorALayerOfDl4j() {
        assertThatThrownBy(() -> lstm().mirrored(IMAGES)).hasMessageContaining("expected a decoder that is listed");
    }
}
