package org.vae4j.model.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.vae4j.eval.ExampleEstimate;
import org.vae4j.eval.annealed.AnnealedImportanceSampling;
import org.vae4j.eval.importance.ImportanceSampling;
import org.vae4j.kernel.Nonlinearity;
import org.vae4j.latent.posterior.DiagonalGaussianPosterior;
import org.vae4j.latent.prior.MixtureOfGaussiansPrior;
import org.vae4j.layers.NoisePosition;
import org.vae4j.layers.VariationalOutputLayer;
import org.vae4j.likelihood.BernoulliLikelihood;
import org.vae4j.likelihood.LearnedGaussianLikelihood;
import org.vae4j.likelihood.Likelihood;
import org.vae4j.likelihood.OptimalGaussianLikelihood;
import org.vae4j.model.Decoder;
import org.vae4j.model.LatentModel;
import org.vae4j.network.BlockSpec;
import org.vae4j.network.Shape;
import org.vae4j.network.Style;
import org.vae4j.network.block.Dense;
import org.vae4j.network.image.Conv;
import org.vae4j.objective.ComposedObjective;
import org.vae4j.objective.DoublyReparameterisedReducer;
import org.vae4j.objective.ElboObjective;
import org.vae4j.objective.ElboReducer;
import org.vae4j.objective.Objective;
import org.vae4j.testing.BatchList;
import org.vae4j.testing.GradientCheck;
import org.vae4j.testing.Values;
import org.vae4j.train.FlushingAdam;
import org.vae4j.train.step.TrainingStep;

/** Models whose encoder and decoder read a condition beside x and z. */
class ConditionalModelTest {

    private static final int CLASSES = 3;
    private static final int EXAMPLES = 5;
    private static final Shape.Image IMAGE = new Shape.Image(1, 4, 4);
    private static final INDArray PIXELS = Values.pixels(3, DataType.DOUBLE, EXAMPLES, IMAGE.size());
    private static final INDArray X = Nd4j.hstack(PIXELS, oneHot(0, 1, 2, 1, 1)).dup('f');

    private static INDArray oneHot(int... labels) {
        INDArray result = Nd4j.create(DataType.DOUBLE, new long[] {labels.length, CLASSES}, 'f');
        for (int i = 0; i < labels.length; i++) {
            result.putScalar(i, labels[i], 1);
        }
        return result;
    }

    /** The place at which the condition enters the encoder. */
    private enum Place {
        /** At the network's input. */
        FIRST(List.of(new Dense(7)), new DecoderLayout.Mirror()),
        /** At the head of the posterior, without any blocks. */
        HEAD(List.of(), new DecoderLayout.Listed(List.of())),
        /** Before the second block. */
        BETWEEN(List.of(new Conv(2, 3, 1), new Dense(6)), new DecoderLayout.Listed(Dense.layers(List.of(5)))),
        /** After the last block. */
        AFTER(List.of(new Conv(2, 3, 1)), new DecoderLayout.Mirror());

        private final List<BlockSpec> encoder;
        private final DecoderLayout decoder;

        Place(List<BlockSpec> encoder, DecoderLayout decoder) {
            this.encoder = encoder;
            this.decoder = decoder;
        }

        Architecture architecture() {
            return new Architecture(IMAGE, encoder, 2, decoder, new Style(Nonlinearity.TANH));
        }
    }

    private static LatentModel model(Architecture network, Objective objective, int draws) {
        return model(network, new BernoulliLikelihood(), objective, draws);
    }

    private static LatentModel model(Architecture network, Likelihood likelihood, Objective objective, int draws) {
        ModelSpec spec = new ModelSpec(network, Bottleneck.GAUSSIAN, likelihood, objective, draws);
        return LatentModel.create(spec, FlushingAdam.withLearningRate(0.01), 5, DataType.DOUBLE);
    }

    private static LatentModel model(Place place, int draws) {
        return model(place.architecture().conditionedOn(CLASSES), ElboObjective.standard(), draws);
    }

    @ParameterizedTest
    @EnumSource(Place.class)
    void gradientsMatchFiniteDifferences(Place place) {
        GradientCheck.assertGradients(model(place, 1).graph(), X, X);
        GradientCheck.assertGradients(model(place, 2).graph(), X, X);
    }

    @Test
    void gradientsWithALearnedSigmaMatchFiniteDifferences() {
        Architecture network = Place.BETWEEN.architecture().conditionedOn(CLASSES);
        LatentModel learned = model(network, new LearnedGaussianLikelihood(), ElboObjective.standard(), 1);
        GradientCheck.assertGradients(learned.graph(), X, X);
    }

    @Test
    void gradientsOfADeterministicCodeMatchFiniteDifferences() {
        Architecture network = Place.BETWEEN.architecture().conditionedOn(CLASSES);
        ModelSpec code = new ModelSpec(
                network, Bottleneck.DETERMINISTIC, new BernoulliLikelihood(), ElboObjective.standard(), 1);
        GradientCheck.assertGradients(
                LatentModel.create(code, FlushingAdam.withLearningRate(0.01), 5, DataType.DOUBLE)
                        .graph(),
                X,
                X);
    }

    @ParameterizedTest
    @EnumSource(Place.class)
    void compiledGradientHasTheBitsOfDl4js(Place place) {
        ComputationGraph graph = model(place, 3).graph();
        double[] expected = GradientCheck.gradient(graph, X, X);
        LatentModel.of(graph).compiled().gradient(X);
        assertThat(Values.of(graph.getFlattenedGradients().reshape(1, -1).div(EXAMPLES)))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @EnumSource(Place.class)
    void modelWhoseConditionHasWeightsOfZeroEqualsTheModelWithoutIt(Place place) {
        LatentModel plain = model(place.architecture(), ElboObjective.standard(), 2);
        LatentModel conditional = model(place, 2);
        for (Layer layer : plain.graph().getLayers()) {
            layer.paramTable()
                    .forEach((key, values) ->
                            shared(conditional, layer, key, values).assign(values));
        }
        assertThat(conditional.elbo(X, 3).negElboNats())
                .isCloseTo(plain.elbo(PIXELS, 3).negElboNats(), within(1e-12));
        double[] expected = GradientCheck.gradient(plain.graph(), PIXELS, PIXELS);
        assertThat(expected).isNotEmpty();
        GradientCheck.gradient(conditional.graph(), X, X);
        var all = conditional.graph().gradient().gradientForVariable();
        plain.graph()
                .gradient()
                .gradientForVariable()
                .forEach((name, values) -> assertThat(Values.of(window(all.get(name), values)))
                        .containsExactly(Values.of(values), within(1e-12)));
    }

    private static String name(Layer layer) {
        return layer.conf().getLayer().getLayerName();
    }

    /**
     * The part of a parameter that the model without a condition has, too; the weights of the condition are set to 0.
     */
    private static INDArray shared(LatentModel model, Layer layer, String key, INDArray values) {
        INDArray all = model.graph().getLayer(name(layer)).getParam(key);
        if (!Arrays.equals(all.shape(), values.shape())) {
            assertThat(all.size(0)).isEqualTo(values.size(0) + CLASSES);
            all.assign(0);
        }
        return window(all, values);
    }

    /** The rows before those of the condition, which come last. */
    private static INDArray window(INDArray all, INDArray like) {
        return Arrays.equals(all.shape(), like.shape())
                ? all
                : all.get(NDArrayIndex.interval(0, like.size(0)), NDArrayIndex.all());
    }

    /** If all examples have one class, its weights act as a bias. */
    @Test
    void weightsOfTheOnlyClassHaveTheGradientOfTheBias() {
        LatentModel model = model(Place.FIRST, 1);
        INDArray x = Nd4j.hstack(PIXELS, oneHot(1, 1, 1, 1, 1)).dup('f');
        GradientCheck.gradient(model.graph(), x, x);
        for (String layer : List.of("encoder-1", "decoder-1")) {
            var gradients = model.graph().gradient().gradientForVariable();
            INDArray w = gradients.get(layer + "_W");
            double[] classGradient =
                    Values.of(w.getRow(w.size(0) - CLASSES + 1).dup().reshape(1, -1));
            assertThat(classGradient)
                    .containsExactly(Values.of(gradients.get(layer + "_b").reshape(1, -1)), within(1e-12));
            assertThat(Values.of(w.getRow(w.size(0) - 1).dup().reshape(1, -1))).containsOnly(0);
        }
    }

    @ParameterizedTest
    @EnumSource(Place.class)
    void loadedModelContinuesLikeTheSavedOne(Place place, @TempDir Path folder) throws Exception {
        LatentModel model = model(place, 1);
        try (TrainingStep step = new TrainingStep(model)) {
            step.apply(X);
        }
        model.save(folder.resolve("model.zip"));
        LatentModel loaded = LatentModel.load(folder.resolve("model.zip"));
        assertThat(loaded.condition()).isEqualTo(CLASSES);
        LatentModel shared = LatentModel.load(folder.resolve("model.zip"));
        try (TrainingStep step = new TrainingStep(model);
                TrainingStep other = new TrainingStep(loaded);
                TrainingStep two = new TrainingStep(shared, 2)) {
            step.apply(X);
            other.apply(X);
            two.apply(X);
        }
        double[] expected = Values.of(model.graph().params().reshape(1, -1));
        assertThat(Values.of(loaded.graph().params().reshape(1, -1))).isEqualTo(expected);
        assertThat(Values.of(shared.graph().params().reshape(1, -1))).containsExactly(expected, within(1e-12));
    }

    @ParameterizedTest
    @EnumSource(Place.class)
    void savedDecoderReadsTheCondition(Place place, @TempDir Path folder) throws Exception {
        LatentModel model = model(place, 2);
        model.decoder().save(folder.resolve("decoder.zip"));
        Decoder decoder = Decoder.load(folder.resolve("decoder.zip"));
        assertThat(decoder.latent()).isEqualTo(2);
        assertThat(decoder.condition()).isEqualTo(CLASSES);
        INDArray condition = oneHot(2, 0, 1, 1);
        double[] samples = Values.of(model.samplePrior(4, 1, condition));
        assertThat(Values.of(decoder.samplePrior(4, 1, condition))).isEqualTo(samples);
        assertThat(Values.of(model.samplePrior(4, 1, oneHot(0, 0, 0, 0)))).isNotEqualTo(samples);
    }

    @ParameterizedTest
    @EnumSource(Place.class)
    void reconstructionUsesTheConditionOfTheExample(Place place) {
        LatentModel model = model(place, 2);
        assertThat(Values.of(model.reconstruct(X)))
                .isEqualTo(Values.of(model.decode(model.location(X), oneHot(0, 1, 2, 1, 1))));
    }

    @Test
    void savedDecoderKeepsALearnedPrior(@TempDir Path folder) throws Exception {
        ModelSpec spec = new ModelSpec(
                Place.FIRST.architecture().conditionedOn(CLASSES),
                new LatentSpec(new DiagonalGaussianPosterior(), new MixtureOfGaussiansPrior(2)),
                new BernoulliLikelihood(),
                ComposedObjective.of(new DoublyReparameterisedReducer()),
                2);
        LatentModel model = LatentModel.create(spec, FlushingAdam.withLearningRate(0.01), 5, DataType.DOUBLE);
        model.decoder().save(folder.resolve("decoder.zip"));
        INDArray condition = oneHot(2, 0, 1, 1);
        assertThat(Values.of(Decoder.load(folder.resolve("decoder.zip")).samplePrior(4, 1, condition)))
                .isEqualTo(Values.of(model.samplePrior(4, 1, condition)));
        assertThat(new ImportanceSampling(model, 3).logLikelihood(X, 1)).hasSize(EXAMPLES);
    }

    @Test
    void refusesLatentsWithoutTheirCondition() {
        LatentModel conditional = model(Place.FIRST, 1);
        INDArray z = Nd4j.zeros(DataType.DOUBLE, 2, 2);
        assertThatThrownBy(() -> conditional.decode(z)).hasMessageContaining("expected 3 numbers of a condition");
        assertThatThrownBy(() -> conditional.decoder().decode(z)).hasMessageContaining("use decode(z, condition)");
        assertThatThrownBy(() -> conditional.samplePrior(2, 1)).hasMessageContaining("without a condition");
    }

    @Test
    void refusesAConditionOfAModelWithoutOne() {
        LatentModel plain = model(Place.FIRST.architecture(), ElboObjective.standard(), 1);
        INDArray z = Nd4j.zeros(DataType.DOUBLE, 2, 2);
        assertThatThrownBy(() -> plain.decode(z, oneHot(1, 1))).hasMessageContaining("a model that has none");
    }

    @Test
    void refusesAConditionOfAnotherNumberOfRows() {
        LatentModel conditional = model(Place.FIRST, 1);
        INDArray z = Nd4j.zeros(DataType.DOUBLE, 2, 2);
        assertThatThrownBy(() -> conditional.decode(z, oneHot(1))).hasMessageContaining("expected [2, 3]");
    }

    @Test
    void refusesExamplesWithoutTheirCondition() {
        LatentModel conditional = model(Place.FIRST, 1);
        assertThatThrownBy(() -> conditional.elbo(PIXELS, 1)).hasMessageContaining("found examples of 16 features");
    }

    @Test
    void modelWithoutAConditionWritesNothingOfIt() {
        LatentModel plain = model(Place.FIRST.architecture(), ElboObjective.standard(), 1);
        assertThat(plain.condition()).isZero();
        assertThat(plain.graph().getConfiguration().toJson()).doesNotContain("condition");
    }

    @Test
    void calibrationIgnoresTheColumnsOfTheCondition() {
        Architecture network = Place.FIRST.architecture().conditionedOn(CLASSES);
        LatentModel model = model(network, new OptimalGaussianLikelihood(), ElboObjective.standard(), 1);
        model.calibrate(new BatchList(List.of(X)), 3);
        INDArray mean = model.compiled()
                .output(X, "likelihood-parameters", NoisePosition.evaluation(3))
                .array();
        double variance = PIXELS.squaredDistance(mean) / PIXELS.length();
        OptimalGaussianLikelihood calibrated = (OptimalGaussianLikelihood)
                ((VariationalOutputLayer) model.graph().getOutputLayer(0).conf().getLayer()).getLikelihood();
        assertThat(calibrated.sigma()).isCloseTo(Math.sqrt(variance), within(1e-9));
    }

    /** The estimate with one sample is the sampled bound of the same draw. */
    @Test
    void importanceSamplingUsesTheCondition() {
        Architecture network = Place.BETWEEN.architecture().conditionedOn(CLASSES);
        LatentModel model = model(network, ComposedObjective.of(new DoublyReparameterisedReducer()), 1);
        double[] logLikelihood = new ImportanceSampling(model, 1).logLikelihood(X, 9);
        model.elbo(X, 9);
        double[] objective = model.lastBatch().objective();
        for (int i = 0; i < objective.length; i++) {
            assertThat(logLikelihood[i]).as("example %d", i).isCloseTo(-objective[i], within(1e-10));
        }
    }

    /** A model with one latent dimension, whose posterior is the prior, so that the importance weights are bounded. */
    private static LatentModel modelOfOneDimension() {
        Architecture network = new Architecture(
                        new Shape.Features(4),
                        Dense.layers(List.of(3)),
                        1,
                        new DecoderLayout.Listed(Dense.layers(List.of(3))),
                        new Style(Nonlinearity.TANH))
                .conditionedOn(CLASSES);
        LatentModel model = model(network, ComposedObjective.of(new ElboReducer()), 1);
        model.graph().getLayer("posterior").getParam("W").assign(0);
        return model;
    }

    private static INDArray binaryExamples(int... labels) {
        INDArray pixels = Values.pixels(3, DataType.DOUBLE, 3, 4).gt(0.5).castTo(DataType.DOUBLE);
        return Nd4j.hstack(pixels, oneHot(labels)).dup('f');
    }

    @Test
    void importanceSamplingAndAnnealedChainsAgreeWithQuadrature() {
        LatentModel model = modelOfOneDimension();
        INDArray x = binaryExamples(0, 1, 2);
        double[] exact = quadrature(model, x);
        var sampled = new ImportanceSampling(model, 4000).perExample(x, 1);
        var annealing = new AnnealedImportanceSampling.Settings(50, 40, 3, AnnealedImportanceSampling.Start.PRIOR);
        var annealed = new AnnealedImportanceSampling(model, annealing).perExample(x, 1);
        for (int i = 0; i < exact.length; i++) {
            assertEstimate(sampled.get(i), exact[i]);
            assertEstimate(annealed.get(i), exact[i]);
        }
    }

    @Test
    void evidenceDependsOnTheCondition() {
        LatentModel model = modelOfOneDimension();
        double first = quadrature(model, binaryExamples(0, 1, 2))[0];
        double second = quadrature(model, binaryExamples(1, 2, 0))[0];
        assertThat(Math.abs(second - first)).isGreaterThan(0.05);
    }

    private static void assertEstimate(ExampleEstimate estimate, double exact) {
        assertThat(estimate.samplingErrorNats()).isLessThan(0.05);
        assertThat(estimate.logLikelihoodNats()).isCloseTo(exact, within(4 * estimate.samplingErrorNats() + 1e-3));
    }

    /** log p(x|condition) by the rectangle rule over z in [-8, 8]. */
    private static double[] quadrature(LatentModel model, INDArray x) {
        int examples = Math.toIntExact(x.size(0));
        double step = 0.02;
        double[] sum = new double[examples];
        for (double z = -8; z <= 8; z += step) {
            double[] values =
                    model.negLogLikelihood(x, Nd4j.valueArrayOf(new long[] {examples, 1}, z, DataType.DOUBLE));
            for (int i = 0; i < examples; i++) {
                sum[i] += step * Math.exp(-values[i] - 0.5 * z * z) / Math.sqrt(2 * Math.PI);
            }
        }
        return Arrays.stream(sum).map(Math::log).toArray();
    }
}
