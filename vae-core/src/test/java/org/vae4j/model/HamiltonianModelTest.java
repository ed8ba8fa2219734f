package org.vae4j.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.vae4j.model.HamiltonianModels.X;
import static org.vae4j.model.HamiltonianModels.model;
import static org.vae4j.model.HamiltonianModels.network;
import static org.vae4j.model.HamiltonianModels.with;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.vae4j.baseline.ProbabilisticPca;
import org.vae4j.eval.importance.ImportanceSampling;
import org.vae4j.kernel.Nonlinearity;
import org.vae4j.latent.posterior.DiagonalGaussianPosterior;
import org.vae4j.latent.posterior.FullGaussianPosterior;
import org.vae4j.latent.prior.MixtureOfGaussiansPrior;
import org.vae4j.latent.prior.RingPrior;
import org.vae4j.layers.NoisePosition;
import org.vae4j.likelihood.BernoulliLikelihood;
import org.vae4j.likelihood.LaplaceLikelihood;
import org.vae4j.likelihood.LearnedGaussianLikelihood;
import org.vae4j.likelihood.Likelihood;
import org.vae4j.likelihood.OptimalGaussianLikelihood;
import org.vae4j.model.compiled.EnteredPasses.Entrance;
import org.vae4j.model.spec.Architecture;
import org.vae4j.model.spec.DecoderLayout;
import org.vae4j.model.spec.LatentSpec;
import org.vae4j.model.spec.ModelSpec;
import org.vae4j.network.Shape;
import org.vae4j.network.Style;
import org.vae4j.network.block.Dense;
import org.vae4j.network.block.LayerNorm;
import org.vae4j.network.image.Conv;
import org.vae4j.network.transform.Hamiltonian;
import org.vae4j.network.transform.Parameters;
import org.vae4j.network.transform.Planar;
import org.vae4j.objective.ComposedObjective;
import org.vae4j.objective.DoublyReparameterisedReducer;
import org.vae4j.objective.ElboReducer;
import org.vae4j.objective.ImportanceWeightedReducer;
import org.vae4j.objective.Objective;
import org.vae4j.objective.Reducer;
import org.vae4j.objective.reducer.PartiallyImportanceWeightedReducer;
import org.vae4j.testing.GradientCheck;
import org.vae4j.testing.PpcaModel;
import org.vae4j.testing.Values;
import org.vae4j.train.FlushingAdam;
import org.vae4j.train.step.TrainingStep;

/** Models with Hamiltonian dynamics, whose steps follow the gradient of log p(x, z) before the decoder reads z. */
class HamiltonianModelTest {

    private static final Hamiltonian THREE = new Hamiltonian(3, 0.2, 0.4);

    private static Objective elbo() {
        return ComposedObjective.of(new ElboReducer());
    }

    /**
     * Compares the derivative along a random direction of each layer's parameters, including those of the decoder and
     * the steps, with a central difference.
     */
    private static void requireGradients(LatentModel model, INDArray x) {
        model.compiled().gradient(x);
        for (Layer layer : model.graph().getLayers()) {
            if (layer.numParams() > 0) {
                double[] gradient =
                        Values.of(layer.getGradientsViewArray().reshape(1, -1).dup());
                double[] direction = new Random(layer.getIndex())
                        .doubles(gradient.length, -1, 1)
                        .toArray();
                requireSlope(model, x, layer, gradient, direction);
            }
        }
        ComputationGraph graph = model.graph();
        INDArray ofSteps =
                graph.getLayer("transform-" + last(graph) + "-parameters").getGradientsViewArray();
        assertThat(ofSteps.amaxNumber().doubleValue()).isGreaterThan(1e-3);
    }

    private static void requireSlope(
            LatentModel model, INDArray x, Layer layer, double[] gradient, double[] direction) {
        double found = 0;
        for (int i = 0; i < gradient.length; i++) {
            found += gradient[i] * direction[i] / x.size(0);
        }
        double slope = (along(model, x, layer, direction, 1e-5) - along(model, x, layer, direction, -1e-5)) / 2e-5;
        assertThat(found)
                .as(layer.conf().getLayer().getLayerName())
                .isCloseTo(slope, within(1e-8 + 1e-6 * Math.abs(slope)));
    }

    private static double along(LatentModel model, INDArray x, Layer layer, double[] direction, double by) {
        INDArray before = layer.params().dup();
        INDArray parameters = layer.params();
        for (int i = 0; i < direction.length; i++) {
            parameters.putScalar(i, parameters.getDouble(i) + by * direction[i]);
        }
        double value = model.compiled().evaluate(x, NoisePosition.TRAINING).objectiveNats();
        parameters.assign(before);
        return value;
    }

    private static int last(ComputationGraph graph) {
        int k = 1;
        while (graph.getConfiguration().getVertices().containsKey("transform-" + (k + 1))) {
            k++;
        }
        return k;
    }

    static Stream<LatentModel> models() {
        Architecture image = new Architecture(
                new Shape.Image(1, 3, 2),
                Dense.layers(List.of(5)),
                2,
                new DecoderLayout.Mirror(),
                new Style(Nonlinearity.SOFTPLUS));
        Architecture convolutional = new Architecture(
                new Shape.Image(1, 3, 2),
                List.of(new Conv(2, 3, 1)),
                2,
                new DecoderLayout.Mirror(),
                new Style(Nonlinearity.ELU));
        Architecture normed = new Architecture(
                new Shape.Features(6),
                Dense.layers(List.of(5)),
                2,
                new DecoderLayout.Listed(List.of(new Dense(4), new LayerNorm())),
                new Style(Nonlinearity.SWISH));
        return Stream.of(
                model(THREE, new ElboReducer(), 1),
                model(THREE, new ImportanceWeightedReducer(), 3),
                model(new Hamiltonian(1, 0.3, 1), new ElboReducer(), 1),
                model(image, with(THREE), new LearnedGaussianLikelihood(), elbo(), 2),
                model(convolutional, with(THREE), new BernoulliLikelihood(), elbo(), 1),
                model(normed, with(THREE), new BernoulliLikelihood(), elbo(), 1),
                model(
                        network(2, Nonlinearity.TANH),
                        with(new Planar(1, Parameters.AMORTISED), THREE),
                        new BernoulliLikelihood(),
                        elbo(),
                        2),
                model(
                        network(2, Nonlinearity.TANH),
                        new LatentSpec(new FullGaussianPosterior(), List.of(THREE), new RingPrior(2, 0.5)),
                        new BernoulliLikelihood(),
                        elbo(),
                        1));
    }

    @ParameterizedTest
    @MethodSource("models")
    void gradientsMatchFiniteDifferences(LatentModel model) {
        requireGradients(model, X);
    }

    /** The gradients of DL4J's own pass. */
    @Test
    void gradientOfEveryParameterMatchesFiniteDifferences() {
        ComputationGraph graph = model(new Hamiltonian(2, 0.2, 0.4), new ImportanceWeightedReducer(), 2)
                .graph();
        GradientCheck.assertGradients(graph, X, X);
    }

    private static final INDArray WITH_CONDITION = Nd4j.hstack(X, Nd4j.create(new double[][] {
                {1, 0}, {0, 1}, {1, 0}, {0, 1}, {0, 1}
            }))
            .dup('f');

    private static LatentModel conditional(Hamiltonian transform, Reducer reducer, int draws) {
        return model(
                network(2, Nonlinearity.TANH).conditionedOn(2),
                with(transform),
                new BernoulliLikelihood(),
                ComposedObjective.of(reducer),
                draws);
    }

    @Test
    void gradientsUnderAConditionMatchFiniteDifferences() {
        LatentModel model = conditional(THREE, new ImportanceWeightedReducer(), 2);
        requireGradients(model, WITH_CONDITION);
        requireOneBound(model, WITH_CONDITION);
    }

    /**
     * z' = z + ε (γ + ½ ε g(z)) with g = ∇ log p(x|z, condition) - z, where the gradient is that which the model
     * computes; two draws per example.
     */
    @Test
    void oneStepFollowsTheGradientOfTheModelUnderItsCondition() {
        double step = 0.3;
        LatentModel model = conditional(new Hamiltonian(1, step, 1), new ElboReducer(), 1);
        model.graph().getLayer("transform-1-parameters").getParam("W").assign(0);
        INDArray z = Values.normal(4, DataType.DOUBLE, 10, 2, 1);
        INDArray noise = Values.normal(5, DataType.DOUBLE, 10, 2, 1);
        double[] slope = new double[20];
        model.negLogLikelihoodGradient(WITH_CONDITION, z, new double[10], slope);
        double[] found = Values.of(model.compiled()
                .output(
                        List.of(
                                new Entrance("x", WITH_CONDITION),
                                new Entrance("base", z),
                                new Entrance("transform-1-momentum", noise)),
                        "z",
                        NoisePosition.evaluation(1).ofExamples(5))
                .array());
        for (int i = 0; i < 20; i++) {
            double at = z.getDouble(i % 10, i / 10);
            double momentum = noise.getDouble(i % 10, i / 10) + 0.5 * step * (-slope[i] - at);
            assertThat(found[i]).isCloseTo(at + step * momentum, within(1e-13));
        }
    }

    @Test
    void compiledGradientAgreesWithDl4js() {
        for (Reducer reducer : List.of(new ImportanceWeightedReducer(), new DoublyReparameterisedReducer())) {
            GradientCheck.assertCompiledPassIsThatOfDl4j(
                    model(THREE, reducer, 3).graph(), X, 1e-12);
        }
    }

    /**
     * E w = p(x) over draw and momentum, up to the mass beyond the grid. It holds for no other density of the pair.
     */
    @ParameterizedTest
    @MethodSource("transforms")
    void theMeanWeightIsTheEvidence(Hamiltonian transform) {
        assertThat(HamiltonianModels.weightsAgainstEvidence(transform)).isLessThan(1e-8);
    }

    static Stream<Hamiltonian> transforms() {
        return Stream.of(new Hamiltonian(1, 0.3, 1), new Hamiltonian(1, 0.3, 0.3), THREE, new Hamiltonian(6, 0.2, 0.2));
    }

    /**
     * A linear model whose posterior is shifted by a standard deviation and too wide: the gap to log p(x) is known from
     * the matrices of the steps, and shrinks with each further step.
     */
    @Test
    void boundRisesWithTheNumberOfStepsTowardsTheEvidence() {
        ProbabilisticPca ppca = PpcaModel.ppca(8, 2);
        INDArray x = ppca.sample(20, 7);
        double evidence = Arrays.stream(ppca.logLikelihood(x)).average().orElseThrow();
        double before = evidence - 2 * (1.25 - 1 - 0.5 * Math.log(1.5) + 0.5);
        for (int length = 1; length <= 8; length++) {
            LatentModel model = HamiltonianModels.withEvenSteps(ppca, length, 0.7);
            double bound = HamiltonianModels.bound(model, x, 2);
            assertThat(bound).isCloseTo(evidence - 2 * HamiltonianModels.gapOfEvenSteps(length, 0.7), within(1e-9));
            assertThat(bound).isGreaterThan(before + 1e-3).isLessThan(evidence);
            before = bound;
        }
    }

    @Test
    void importanceSamplingFindsTheEvidenceOfALinearModel() {
        ProbabilisticPca ppca = PpcaModel.ppca(8, 2);
        INDArray x = ppca.sample(5, 7);
        double[] found =
                new ImportanceSampling(HamiltonianModels.withEvenSteps(ppca, 3, 0.7), 5_000).logLikelihood(x, 1);
        assertThat(found).containsExactly(ppca.logLikelihood(x), within(0.05));
    }

    @Test
    void importanceSamplingWithOneSampleIsTheSampledBound() {
        requireOneBound(model(THREE, new ElboReducer(), 1), X);
    }

    private static void requireOneBound(LatentModel model, INDArray x) {
        double[] logLikelihood = new ImportanceSampling(model, 1).logLikelihood(x, 9);
        model.elbo(x, 9);
        double[] negLogLikelihood = model.lastBatch().negLogLikelihood();
        double[] kl = model.lastBatch().kl();
        for (int i = 0; i < logLikelihood.length; i++) {
            assertThat(logLikelihood[i]).isCloseTo(-negLogLikelihood[i] - kl[i], within(1e-10));
        }
    }

    /** The steps start without momentum at the posterior's mean, and increase log p(x, z). */
    @Test
    void locationFollowsTheStepsWithoutMomentum() {
        LatentModel model = model(THREE, new ElboReducer(), 1);
        INDArray location = model.location(X);
        assertThat(model.location(X)).isEqualTo(location);
        INDArray mean = model.compiled()
                .output(X, "posterior", NoisePosition.evaluation(0))
                .columns(0, 3)
                .array();
        double[] before = model.negLogLikelihood(X, mean.dup('f'));
        double[] behind = model.negLogLikelihood(X, location);
        double change = 0;
        for (int i = 0; i < before.length; i++) {
            double prior = 0.5 * (square(mean, i) - square(location, i));
            change += before[i] - behind[i] + prior;
        }
        assertThat(change).isGreaterThan(1e-3);
    }

    private static double square(INDArray z, int row) {
        double norm = z.getRow(row).norm2Number().doubleValue();
        return norm * norm;
    }

    @Test
    void loadedModelContinuesLikeTheSavedOne(@TempDir Path folder) throws Exception {
        LatentModel model = model(THREE, new ElboReducer(), 2);
        model.save(folder.resolve("model.zip"));
        LatentModel loaded = LatentModel.load(folder.resolve("model.zip"));
        LatentModel shared = LatentModel.load(folder.resolve("model.zip"));
        try (TrainingStep step = new TrainingStep(model);
                TrainingStep other = new TrainingStep(loaded);
                TrainingStep two = new TrainingStep(shared, 2)) {
            for (int i = 0; i < 3; i++) {
                step.apply(X);
                other.apply(X);
                two.apply(X);
            }
        }
        assertThat(loaded.graph().params()).isEqualTo(model.graph().params());
        assertThat(Values.of(shared.graph().params().reshape(1, -1)))
                .containsExactly(Values.of(model.graph().params().reshape(1, -1)), within(1e-9));
        model.decoder().save(folder.resolve("decoder.zip"));
        assertThat(Values.of(Decoder.load(folder.resolve("decoder.zip")).samplePrior(4, 1)))
                .isEqualTo(Values.of(model.samplePrior(4, 1)));
    }

    /** In single precision second derivatives are differences over a larger distance. */
    @Test
    void gradientInSinglePrecisionIsCloseToThatInDoublePrecision() {
        ModelSpec spec =
                new ModelSpec(network(3, Nonlinearity.TANH), with(THREE), new BernoulliLikelihood(), elbo(), 1);
        double[][] gradients = new double[2][];
        for (DataType type : new DataType[] {DataType.DOUBLE, DataType.FLOAT}) {
            LatentModel model = LatentModel.create(spec, FlushingAdam.withLearningRate(0.01), 5, type);
            model.graph()
                    .setParams(
                            model(THREE, new ElboReducer(), 1).graph().params().castTo(type));
            model.compiled().gradient(X.castTo(type));
            gradients[type == DataType.FLOAT ? 1 : 0] = Values.of(
                    model.graph().getFlattenedGradients().reshape(1, -1).castTo(DataType.DOUBLE));
        }
        double largest = Arrays.stream(gradients[0]).map(Math::abs).max().orElseThrow();
        assertThat(gradients[1]).containsExactly(gradients[0], within(2e-4 * largest));
    }

    @Test
    void refusesADecoderWithADiscontinuousDerivative() {
        assertThatThrownBy(
                        () -> model(network(2, Nonlinearity.RELU), with(THREE), new BernoulliLikelihood(), elbo(), 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("\"decoder-1\" in the decoder, whose derivative is discontinuous")
                .hasMessageContaining("set model.activation=softplus");
    }

    @Test
    void refusesALikelihoodWithoutASmoothGradientPerExample() {
        for (Likelihood likelihood : List.of(new LaplaceLikelihood(), new OptimalGaussianLikelihood())) {
            assertThatThrownBy(() -> model(network(2, Nonlinearity.TANH), with(THREE), likelihood, elbo(), 1))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("model.transforms: found hamiltonian with model.likelihood");
        }
    }

    @Test
    void refusesALearnedPrior() {
        assertThatThrownBy(() ->
                        new LatentSpec(new DiagonalGaussianPosterior(), List.of(THREE), new MixtureOfGaussiansPrior(2)))
                .hasMessageContaining("model.transforms: found hamiltonian with model.prior=mixture");
    }

    @Test
    void refusesAnEncoderWithALossOfItsOwn() {
        assertThatThrownBy(() -> model(THREE, new PartiallyImportanceWeightedReducer(2), 4))
                .hasMessageContaining("expected one loss");
    }
}
