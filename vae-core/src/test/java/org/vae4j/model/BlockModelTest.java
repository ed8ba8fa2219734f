package org.vae4j.model;

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
import org.vae4j.kernel.Nonlinearity;
import org.vae4j.likelihood.BernoulliLikelihood;
import org.vae4j.likelihood.HeteroscedasticGaussianLikelihood;
import org.vae4j.likelihood.LearnedGaussianLikelihood;
import org.vae4j.likelihood.Likelihood;
import org.vae4j.model.guard.ModelFileGuard;
import org.vae4j.model.spec.Architecture;
import org.vae4j.model.spec.Bottleneck;
import org.vae4j.model.spec.DecoderLayout;
import org.vae4j.model.spec.ModelSpec;
import org.vae4j.network.BlockSpec;
import org.vae4j.network.Shape;
import org.vae4j.network.Style;
import org.vae4j.network.block.Activate;
import org.vae4j.network.block.BatchNorm;
import org.vae4j.network.block.Corrupt;
import org.vae4j.network.block.Dense;
import org.vae4j.network.block.Dropout;
import org.vae4j.network.block.LayerNorm;
import org.vae4j.network.block.Residual;
import org.vae4j.network.image.Conv;
import org.vae4j.network.image.Pool;
import org.vae4j.objective.ElboObjective;
import org.vae4j.testing.GradientCheck;
import org.vae4j.testing.Values;
import org.vae4j.train.ConstantRate;
import org.vae4j.train.FlushingAdam;
import org.vae4j.train.step.TrainingStep;

/** Models of blocks other than fully connected layers: gradients, workers, files, and decoders without the encoder. */
class BlockModelTest {

    private static final Shape.Image IMAGE = new Shape.Image(1, 4, 4);

    /**
     * A model given by its blocks.
     *
     * @param perExample whether all blocks compute each example alone
     */
    record Case(String name, Likelihood likelihood, List<BlockSpec> encoder, boolean perExample) {

        LatentModel model(DataType type) {
            Architecture network =
                    new Architecture(IMAGE, encoder, 2, new DecoderLayout.Mirror(), new Style(Nonlinearity.TANH));
            ModelSpec spec = new ModelSpec(network, Bottleneck.GAUSSIAN, likelihood, ElboObjective.standard(), 1);
            return LatentModel.create(spec, new FlushingAdam(new ConstantRate(0.01), 0.9, 0.999, 1e-8), 3, type);
        }

        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Case> cases() {
        Likelihood bernoulli = new BernoulliLikelihood();
        return Stream.of(
                new Case("conv", bernoulli, List.of(new Conv(2, 4, 2), new Dense(5)), true),
                new Case("two parameters", new HeteroscedasticGaussianLikelihood(), List.of(new Conv(2, 4, 2)), true),
                new Case("shared sigma", new LearnedGaussianLikelihood(), List.of(new Conv(2, 4, 2)), true),
                new Case("residual", bernoulli, List.of(new Dense(6), new Residual(List.of(new Dense(6)))), true),
                new Case("dropout", bernoulli, List.of(new Dropout(0.3), new Dense(6), new LayerNorm()), true),
                new Case("denoising", bernoulli, List.of(new Corrupt(), new Dense(6)), true),
                new Case("batch norm", bernoulli, List.of(new Conv(2, 3, 1), new BatchNorm(), new Activate()), false),
                new Case("pool", bernoulli, List.of(new Conv(2, 3, 1), new Pool()), true));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void compiledGradientEqualsDl4jsAndMatchesFiniteDifferences(Case test) {
        LatentModel model = test.model(DataType.DOUBLE);
        INDArray x = Values.pixels(1, DataType.DOUBLE, 5, IMAGE.size());
        double[] expected = GradientCheck.gradient(model.graph(), x, x);
        model.graph().getFlattenedGradients().assign(Double.NaN);
        model.compiled().gradient(x);
        assertThat(Values.of(
                        model.graph().getFlattenedGradients().reshape(1, -1).div(5)))
                .isEqualTo(expected);
        GradientCheck.assertGradients(model.graph(), x, x);
    }

    /** Both models take five steps, one of them with a file after the second. */
    @ParameterizedTest
    @MethodSource("cases")
    void resumedTrainingHasTheBitsOfAnUninterruptedOne(Case test, @TempDir Path folder) throws IOException {
        LatentModel uninterrupted = test.model(DataType.FLOAT);
        LatentModel interrupted = test.model(DataType.FLOAT);
        train(uninterrupted, 0, 5);
        train(interrupted, 0, 2);
        Path file = folder.resolve("model.zip");
        interrupted.save(file);
        ModelFileGuard.check(file);
        LatentModel resumed = LatentModel.load(file);
        train(resumed, 2, 5);
        assertThat(Values.of(resumed.graph().params().reshape(1, -1)))
                .isEqualTo(Values.of(uninterrupted.graph().params().reshape(1, -1)));
    }

    private static void train(LatentModel model, int from, int to) {
        try (TrainingStep step = new TrainingStep(model)) {
            for (int i = from; i < to; i++) {
                step.apply(Values.pixels(i, DataType.FLOAT, 6, IMAGE.size()));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void savedDecoderDecodesLikeTheModel(Case test, @TempDir Path folder) throws IOException {
        LatentModel model = test.model(DataType.FLOAT);
        train(model, 0, 3);
        Path file = folder.resolve("decoder.zip");
        model.decoder().save(file);
        INDArray z = Values.normal(2, DataType.FLOAT, 4, 2, 1);
        assertThat(Values.of(Decoder.load(file).decode(z))).isEqualTo(Values.of(model.decode(z)));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void workersShareABatchIfAllBlocksComputeEachExampleAlone(Case test) {
        LatentModel model = test.model(DataType.DOUBLE);
        assertThat(model.compiled().perExample()).isEqualTo(test.perExample);
        if (test.perExample) {
            LatentModel alone = test.model(DataType.DOUBLE);
            INDArray x = Values.pixels(1, DataType.DOUBLE, 6, IMAGE.size());
            try (TrainingStep two = new TrainingStep(model, 2);
                    TrainingStep one = new TrainingStep(alone)) {
                two.apply(x);
                one.apply(x);
            }
            Values.assertClose(
                    "parameters",
                    Values.of(model.graph().params().reshape(1, -1)),
                    Values.of(alone.graph().params().reshape(1, -1)),
                    1e-9);
        } else {
            assertThatThrownBy(() -> new TrainingStep(model, 2))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("looks at the batch as a whole");
        }
    }

    /** The noise of a draw depends on the numbers of its example and draw, not on the worker. */
    @Test
    void workersDrawTheSameDropoutForEachOfSeveralDraws() {
        Architecture network = new Architecture(
                IMAGE,
                List.of(new Dense(5)),
                2,
                new DecoderLayout.Listed(List.of(new Dense(6), new Dropout(0.4))),
                new Style(Nonlinearity.TANH));
        ModelSpec spec =
                new ModelSpec(network, Bottleneck.GAUSSIAN, new BernoulliLikelihood(), ElboObjective.standard(), 3);
        FlushingAdam adam = new FlushingAdam(new ConstantRate(0.01), 0.9, 0.999, 1e-8);
        LatentModel alone = LatentModel.create(spec, adam, 3, DataType.DOUBLE);
        LatentModel shared = LatentModel.create(spec, adam, 3, DataType.DOUBLE);
        INDArray x = Values.pixels(1, DataType.DOUBLE, 6, IMAGE.size());
        try (TrainingStep two = new TrainingStep(shared, 2);
                TrainingStep one = new TrainingStep(alone)) {
            assertThat(two.apply(x).objectiveNats()).isCloseTo(one.apply(x).objectiveNats(), within(1e-10));
        }
    }

    /** Evaluation draws no dropout and updates no running moments. */
    @Test
    void evaluationIsRepeatableAndDoesNotChangeTheModel() {
        for (Case test : cases().toList()) {
            LatentModel model = test.model(DataType.FLOAT);
            INDArray x = Values.pixels(1, DataType.FLOAT, 6, IMAGE.size());
            train(model, 0, 1);
            INDArray before = model.graph().params().dup();
            double first = model.elbo(x, 7).objectiveNats();
            assertThat(model.elbo(x, 7).objectiveNats()).as(test.name).isEqualTo(first);
            assertThat(model.graph().params()).isEqualTo(before);
        }
    }
}
