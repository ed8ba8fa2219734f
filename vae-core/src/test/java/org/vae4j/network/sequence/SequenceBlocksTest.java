package org.vae4j.network.sequence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.vae4j.extension.Registry;
import org.vae4j.kernel.Nonlinearity;
import org.vae4j.likelihood.BernoulliLikelihood;
import org.vae4j.model.Decoder;
import org.vae4j.model.LatentModel;
import org.vae4j.model.guard.ModelFileGuard;
import org.vae4j.model.spec.Architecture;
import org.vae4j.model.spec.Bottleneck;
import org.vae4j.model.spec.DecoderLayout;
import org.vae4j.model.spec.ModelSpec;
import org.vae4j.network.BlockSpec;
import org.vae4j.network.Network;
import org.vae4j.network.Shape;
import org.vae4j.network.Style;
import org.vae4j.network.block.Dense;
import org.vae4j.network.init.Orthogonal;
import org.vae4j.objective.ElboObjective;
import org.vae4j.testing.GradientCheck;
import org.vae4j.testing.Values;
import org.vae4j.train.FlushingAdam;
import org.vae4j.train.step.TrainingStep;

class SequenceBlocksTest {

    private static final int STEPS = 4;
    private static final int WIDTH = 3;
    private static final int LATENT = 2;
    private static final Shape.Image IMAGES = new Shape.Image(1, STEPS, WIDTH);

    /** The blocks of a model. */
    record Case(List<BlockSpec> encoder, List<BlockSpec> decoder) {

        LatentModel model(DataType type) {
            Architecture network = new Architecture(
                    IMAGES, encoder, LATENT, new DecoderLayout.Listed(decoder), new Style(Nonlinearity.TANH));
            ModelSpec spec =
                    new ModelSpec(network, Bottleneck.GAUSSIAN, new BernoulliLikelihood(), ElboObjective.standard(), 1);
            return LatentModel.create(spec, FlushingAdam.withLearningRate(0.01), 3, type);
        }
    }

    static Stream<Case> cases() {
        List<BlockSpec> lines = List.of(new Repeat(STEPS), new SimpleRnn(WIDTH, Steps.ALL), new StepLines());
        return Stream.of(
                new Case(List.of(new Lstm(5, Steps.LAST)), lines),
                new Case(
                        List.of(new Lstm(4, Steps.ALL), new SimpleRnn(3, Steps.LAST, new Orthogonal())),
                        List.of(new Dense(6))),
                new Case(
                        List.of(new SimpleRnn(4, Steps.ALL), new Dense(5)),
                        List.of(new Repeat(3), new Lstm(4, Steps.ALL))));
    }

    @Test
    void registryFindsTheBlocksByTheirNames() {
        assertThat(Registry.of(BlockSpec.class).names()).contains("lstm", "simpleRnn", "repeat", "lines");
    }

    @Test
    void shapesFollowFromBlockToBlock() {
        List<BlockSpec> blocks = List.of(
                new Lstm(5, Steps.ALL),
                new SimpleRnn(7, Steps.LAST),
                new Repeat(6),
                new Lstm(2, Steps.ALL),
                new StepLines());
        assertThat(Network.encoder(blocks).shapes(IMAGES))
                .containsExactly(
                        IMAGES,
                        new Shape.Sequence(5, STEPS),
                        new Shape.Features(7),
                        new Shape.Sequence(7, 6),
                        new Shape.Sequence(2, 6),
                        new Shape.Image(1, 6, 2));
    }

    private static void assertRefused(List<BlockSpec> blocks, Shape input, String message) {
        assertThatThrownBy(() -> Network.encoder(blocks).shapes(input))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }

    private static final Shape.Features FEATURES = new Shape.Features(8);

    @Test
    void refusesFeaturesBeforeARecurrentLayer() {
        assertRefused(
                List.of(new Dense(8), new Lstm(3, Steps.LAST)),
                FEATURES,
                "model.encoder[1]: found 8 features before a recurrent layer, expected images of one channel");
    }

    @Test
    void refusesFeaturesBeforeLines() {
        assertRefused(List.of(new StepLines()), FEATURES, "model.encoder[0]: found 8 features before lines");
    }

    @Test
    void refusesImagesOfSeveralChannelsBeforeARecurrentLayer() {
        assertRefused(
                List.of(new SimpleRnn(3, Steps.LAST)),
                new Shape.Image(3, 4, 4),
                "model.encoder[0]: found images of 3×4×4 before a recurrent layer");
    }

    @Test
    void refusesBlocksWithoutASize() {
        assertRefused(List.of(new Lstm()), IMAGES, "model.encoder[0]: size: found 0");
        assertRefused(List.of(new Repeat()), FEATURES, "model.encoder[0]: steps: found 0");
    }

    @Test
    void refusesToMirrorARecurrentLayer() {
        assertThatThrownBy(
                        () -> Network.encoder(List.of(new Lstm(3, Steps.LAST))).mirrored(IMAGES))
                .hasMessageStartingWith("model.encoder[0]: found lstm, from which no block leads back");
    }

    @ParameterizedTest
    @MethodSource("cases")
    void gradientsAreExact(Case test) {
        INDArray x = Values.pixels(1, DataType.DOUBLE, 5, IMAGES.size());
        GradientCheck.assertGradients(test.model(DataType.DOUBLE).graph(), x, x);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void compiledGradientHasTheSameBitsAsDl4js(Case test) {
        LatentModel model = test.model(DataType.DOUBLE);
        INDArray x = Values.pixels(1, DataType.DOUBLE, 5, IMAGES.size());
        double[] expected = GradientCheck.gradient(model.graph(), x, x);
        model.graph().getFlattenedGradients().assign(Double.NaN);
        model.compiled().gradient(x);
        assertThat(Values.of(
                        model.graph().getFlattenedGradients().reshape(1, -1).div(x.rows())))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void resumedTrainingHasTheSameBits(Case test, @TempDir Path folder) throws IOException {
        LatentModel uninterrupted = test.model(DataType.FLOAT);
        train(uninterrupted, 0, 4);
        LatentModel interrupted = test.model(DataType.FLOAT);
        train(interrupted, 0, 2);
        Path file = folder.resolve("model.zip");
        interrupted.save(file);
        ModelFileGuard.check(file);
        LatentModel resumed = LatentModel.load(file);
        train(resumed, 2, 4);
        assertThat(Values.of(resumed.graph().params().reshape(1, -1)))
                .isEqualTo(Values.of(uninterrupted.graph().params().reshape(1, -1)));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void savedDecoderDecodesLikeItsModel(Case test, @TempDir Path folder) throws IOException {
        LatentModel model = test.model(DataType.FLOAT);
        Path file = folder.resolve("decoder.zip");
        model.decoder().save(file);
        INDArray z = Values.normal(2, DataType.FLOAT, 4, LATENT, 1);
        assertThat(Values.of(Decoder.load(file).decode(z))).isEqualTo(Values.of(model.decode(z)));
    }

    private static void train(LatentModel model, int from, int to) {
        try (TrainingStep step = new TrainingStep(model)) {
            for (int i = from; i < to; i++) {
                step.apply(Values.pixels(i, DataType.FLOAT, 6, IMAGES.size()));
            }
        }
    }

    /** The next state h_t = tanh(W x_t + R h_(t-1) + b) of a simple recurrent layer. */
    private static double[] nextState(LatentModel model, String layer, double[] x, double[] h) {
        INDArray w = model.graph().getParam(layer + "_W");
        INDArray r = model.graph().getParam(layer + "_RW");
        INDArray b = model.graph().getParam(layer + "_b");
        double[] result = new double[h.length];
        for (int j = 0; j < h.length; j++) {
            double sum = b.getDouble(j);
            for (int i = 0; i < x.length; i++) {
                sum += x[i] * w.getDouble(i, j);
            }
            for (int i = 0; i < h.length; i++) {
                sum += h[i] * r.getDouble(i, j);
            }
            result[j] = Math.tanh(sum);
        }
        return result;
    }

    private static double[] values(INDArray row, int from, int count) {
        double[] values = new double[count];
        for (int i = 0; i < count; i++) {
            values[i] = row.getDouble(0, from + i);
        }
        return values;
    }

    @Test
    void encoderReadsTheLinesOfAnImageFromTheTop() {
        int units = 5;
        LatentModel model = new Case(List.of(new SimpleRnn(units, Steps.LAST)), List.of()).model(DataType.DOUBLE);
        INDArray x = Values.pixels(1, DataType.DOUBLE, 1, IMAGES.size());
        double[] h = new double[units];
        for (int t = 0; t < STEPS; t++) {
            h = nextState(model, "encoder-1", values(x, t * WIDTH, WIDTH), h);
        }
        INDArray w = model.graph().getParam("posterior_W");
        INDArray b = model.graph().getParam("posterior_b");
        INDArray mean = model.encode(x).mean();
        for (int j = 0; j < LATENT; j++) {
            double expected = b.getDouble(j);
            for (int i = 0; i < h.length; i++) {
                expected += h[i] * w.getDouble(i, j);
            }
            assertThat(mean.getDouble(0, j)).as("μ(%d)", j).isCloseTo(expected, within(1e-12));
        }
    }

    @Test
    void stepsOfADecoderAreTheLinesOfItsImage() {
        LatentModel model = new Case(
                        List.of(new Dense(3)),
                        List.of(new Repeat(STEPS), new SimpleRnn(WIDTH, Steps.ALL), new StepLines()))
                .model(DataType.DOUBLE);
        INDArray z = Values.normal(2, DataType.DOUBLE, 1, LATENT, 1);
        INDArray image = model.decode(z);
        double w = model.graph().getParam("likelihood-parameters_W").getDouble(0);
        double b = model.graph().getParam("likelihood-parameters_b").getDouble(0);
        double[] h = new double[WIDTH];
        for (int t = 0; t < STEPS; t++) {
            h = nextState(model, "decoder-2-layer", values(z, 0, LATENT), h);
            for (int j = 0; j < WIDTH; j++) {
                assertThat(image.getDouble(0, t * WIDTH + j))
                        .as("pixel %d of line %d", j, t)
                        .isCloseTo(1 / (1 + Math.exp(-(w * h[j] + b))), within(1e-12));
            }
        }
    }
}
