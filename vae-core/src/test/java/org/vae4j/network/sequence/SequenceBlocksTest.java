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
    private static final Shape.Image IMAGES = new Shape.Image(1, STEPS, WIDTH);

    /** A model by its blocks. */
    record Case(List<BlockSpec> encoder, List<BlockSpec> decoder) {

        LatentModel model(DataType type) {
            Architecture network = new Architecture(
                    IMAGES, encoder, 2, new DecoderLayout.Listed(decoder), new Style(Nonlinearity.TANH));
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
    void areFoundByTheirNames() {
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

    @Test
    void aBlockThatDoesNotFitIsNamed() {
        Shape.Features features = new Shape.Features(8);
        assertRefused(
                List.of(new Dense(8), new Lstm(3, Steps.LAST)),
                features,
                "model.encoder[1]: found 8 features before a recurrent layer, expected images of one channel");
        assertRefused(List.of(new StepLines()), features, "model.encoder[0]: found 8 features before lines");
        assertRefused(List.of(new Lstm()), IMAGES, "model.encoder[0]: size: found 0");
        assertRefused(List.of(new Repeat()), features, "model.encoder[0]: steps: found 0");
        assertRefused(
                List.of(new SimpleRnn(3, Steps.LAST)),
                new Shape.Image(3, 4, 4),
                "model.encoder[0]: found images of 3×4×4 before a recurrent layer");
        assertThatThrownBy(
                        () -> Network.encoder(List.of(new Lstm(3, Steps.LAST))).mirrored(IMAGES))
                .hasMessageStartingWith("model.encoder[0]: found lstm, from which no block leads back");
    }

    @ParameterizedTest
    @MethodSource("cases")
    void theCompiledGradientIsDl4jsAndExact(Case test) {
        LatentModel model = test.model(DataType.DOUBLE);
        INDArray x = Values.pixels(1, DataType.DOUBLE, 5, IMAGES.size());
        double[] expected = GradientCheck.gradient(model.graph(), x, x);
        model.graph().getFlattenedGradients().assign(Double.NaN);
        model.compiled().gradient(x);
        assertThat(Values.of(
                        model.graph().getFlattenedGradients().reshape(1, -1).div(5)))
                .isEqualTo(expected);
        GradientCheck.assertGradients(model.graph(), x, x);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void isResumedFromAFileAndCutToItsDecoder(Case test, @TempDir Path folder) throws IOException {
        LatentModel straight = test.model(DataType.FLOAT);
        LatentModel broken = test.model(DataType.FLOAT);
        train(straight, 0, 4);
        train(broken, 0, 2);
        Path file = folder.resolve("model.zip");
        broken.save(file);
        ModelFileGuard.check(file);
        LatentModel resumed = LatentModel.load(file);
        train(resumed, 2, 4);
        assertThat(Values.of(resumed.graph().params().reshape(1, -1)))
                .isEqualTo(Values.of(straight.graph().params().reshape(1, -1)));
        Path decoder = folder.resolve("decoder.zip");
        resumed.decoder().save(decoder);
        INDArray z = Values.normal(2, DataType.FLOAT, 4, 2, 1);
        assertThat(Values.of(Decoder.load(decoder).decode(z))).isEqualTo(Values.of(resumed.decode(z)));
    }

    private static void train(LatentModel model, int from, int to) {
        try (TrainingStep step = new TrainingStep(model)) {
            for (int i = from; i < to; i++) {
                step.apply(Values.pixels(i, DataType.FLOAT, 6, IMAGES.size()));
            }
        }
    }

    /** h_t = tanh(W x_t + R h_(t-1) + b), written out. */
    private static double[] next(LatentModel model, String layer, double[] x, double[] h) {
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

    private static double[] column(INDArray row, int from, int count) {
        double[] values = new double[count];
        for (int i = 0; i < count; i++) {
            values[i] = row.getDouble(0, from + i);
        }
        return values;
    }

    @Test
    void theLinesOfAnImageAreTheStepsFromTheTop() {
        LatentModel model = new Case(List.of(new SimpleRnn(5, Steps.LAST)), List.of()).model(DataType.DOUBLE);
        INDArray x = Values.pixels(1, DataType.DOUBLE, 1, IMAGES.size());
        double[] h = new double[5];
        for (int t = 0; t < STEPS; t++) {
            h = next(model, "encoder-1", column(x, t * WIDTH, WIDTH), h);
        }
        INDArray w = model.graph().getParam("posterior_W");
        INDArray b = model.graph().getParam("posterior_b");
        INDArray mean = model.encode(x).mean();
        for (int j = 0; j < 2; j++) {
            double expected = b.getDouble(j);
            for (int i = 0; i < h.length; i++) {
                expected += h[i] * w.getDouble(i, j);
            }
            assertThat(mean.getDouble(0, j)).isCloseTo(expected, within(1e-12));
        }
    }

    @Test
    void theStepsOfADecoderAreTheLinesOfItsImage() {
        LatentModel model = new Case(
                        List.of(new Dense(3)),
                        List.of(new Repeat(STEPS), new SimpleRnn(WIDTH, Steps.ALL), new StepLines()))
                .model(DataType.DOUBLE);
        INDArray z = Values.normal(2, DataType.DOUBLE, 1, 2, 1);
        INDArray image = model.decode(z);
        double w = model.graph().getParam("likelihood-parameters_W").getDouble(0);
        double b = model.graph().getParam("likelihood-parameters_b").getDouble(0);
        double[] h = new double[WIDTH];
        for (int t = 0; t < STEPS; t++) {
            h = next(model, "decoder-2-layer", column(z, 0, 2), h);
            for (int j = 0; j < WIDTH; j++) {
                assertThat(image.getDouble(0, t * WIDTH + j))
                        .isCloseTo(1 / (1 + Math.exp(-(w * h[j] + b))), within(1e-12));
            }
        }
    }
}
