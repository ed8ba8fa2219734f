package org.vae4j.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.LUDecomposition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.vae4j.kernel.Nonlinearity;
import org.vae4j.latent.bijection.Scale;
import org.vae4j.latent.bijection.sylvester.Orthonormal;
import org.vae4j.latent.posterior.DeltaPosterior;
import org.vae4j.latent.posterior.DiagonalGaussianPosterior;
import org.vae4j.latent.posterior.FullGaussianPosterior;
import org.vae4j.latent.prior.MixtureOfGaussiansPrior;
import org.vae4j.latent.prior.StandardNormalPrior;
import org.vae4j.layers.NoisePosition;
import org.vae4j.likelihood.BernoulliLikelihood;
import org.vae4j.model.spec.Architecture;
import org.vae4j.model.spec.DecoderLayout;
import org.vae4j.model.spec.LatentSpec;
import org.vae4j.model.spec.ModelSpec;
import org.vae4j.network.Shape;
import org.vae4j.network.Style;
import org.vae4j.network.block.Dense;
import org.vae4j.network.transform.Coupling;
import org.vae4j.network.transform.Householder;
import org.vae4j.network.transform.Iaf;
import org.vae4j.network.transform.Parameters;
import org.vae4j.network.transform.Planar;
import org.vae4j.network.transform.Radial;
import org.vae4j.network.transform.Sylvester;
import org.vae4j.network.transform.Transform;
import org.vae4j.objective.ComposedObjective;
import org.vae4j.objective.DoublyReparameterisedReducer;
import org.vae4j.objective.ElboReducer;
import org.vae4j.objective.ImportanceWeightedReducer;
import org.vae4j.objective.Reducer;
import org.vae4j.objective.term.FreeBitsTerm;
import org.vae4j.testing.GradientCheck;
import org.vae4j.testing.Values;
import org.vae4j.train.FlushingAdam;
import org.vae4j.train.step.TrainingStep;

/** Models whose latent is a draw that transforms map to z. */
class TransformedModelTest {

    private static final int FEATURES = 6;
    private static final int LATENT = 3;
    private static final INDArray X = Values.pixels(3, DataType.DOUBLE, 5, FEATURES);
    private static final NoisePosition NOISE = NoisePosition.evaluation(7);

    static Stream<Transform> transforms() {
        return Stream.of(
                new Planar(2, Parameters.AMORTISED),
                new Planar(2, Parameters.GLOBAL),
                new Radial(2, Parameters.AMORTISED),
                new Radial(2, Parameters.GLOBAL),
                new Householder(2),
                new Sylvester(2, Orthonormal.HOUSEHOLDER, 2),
                new Sylvester(2, Orthonormal.ORTHOGONAL, 2),
                new Sylvester(2, Orthonormal.TRIANGULAR, 1),
                new Iaf(2, 5, 2, 3, Scale.GATE),
                new Iaf(2, 5, 1, 0, Scale.EXPONENTIAL),
                new Coupling(3, 4, 2, 3, Scale.BOUNDED),
                new Coupling(2, 4, 1, 0, Scale.GATE));
    }

    private static LatentModel model(LatentSpec latents, int size, Reducer reducer, int draws) {
        ModelSpec spec = new ModelSpec(
                new Architecture(
                        new Shape.Features(FEATURES),
                        Dense.layers(List.of(7)),
                        size,
                        new DecoderLayout.Listed(Dense.layers(List.of(4))),
                        new Style(Nonlinearity.TANH)),
                latents,
                new BernoulliLikelihood(),
                ComposedObjective.of(reducer),
                draws);
        LatentModel model = LatentModel.create(spec, FlushingAdam.withLearningRate(0.01), 5, DataType.DOUBLE);
        // Away from the initial weights, at which derivatives may be small by chance.
        model.graph().params().muli(1.5);
        return model;
    }

    private static LatentSpec with(Transform... transforms) {
        return new LatentSpec(new DiagonalGaussianPosterior(), List.of(transforms), new StandardNormalPrior());
    }

    private static LatentModel model(Transform transform, Reducer reducer, int draws) {
        return model(with(transform), LATENT, reducer, draws);
    }

    @ParameterizedTest
    @MethodSource("transforms")
    void gradientsMatchFiniteDifferences(Transform transform) {
        GradientCheck.assertCompiledGradients(model(transform, new ImportanceWeightedReducer(), 3), X);
    }

    @ParameterizedTest
    @MethodSource("transforms")
    void compiledGradientAgreesWithDl4js(Transform transform) {
        for (Reducer reducer : List.of(new ImportanceWeightedReducer(), new DoublyReparameterisedReducer())) {
            GradientCheck.assertCompiledPassIsThatOfDl4j(
                    model(transform, reducer, 3).graph(), X, 1e-14);
        }
    }

    @Test
    void gradientsOfSeveralTransformsMatchFiniteDifferences() {
        LatentSpec latents = with(
                new Householder(1),
                new Planar(1, Parameters.GLOBAL),
                new Iaf(1, 4, 1, 2, Scale.GATE),
                new Radial(1, Parameters.AMORTISED));
        LatentModel model = model(latents, LATENT, new ElboReducer(), 2);
        GradientCheck.assertCompiledGradients(model, X);
        requireLogDeterminant(model);
    }

    @Test
    void gradientsWithALearnedPriorMatchFiniteDifferences() {
        LatentSpec latents = new LatentSpec(
                new FullGaussianPosterior(),
                List.of(new Planar(2, Parameters.AMORTISED)),
                new MixtureOfGaussiansPrior(2));
        GradientCheck.assertCompiledGradients(model(latents, LATENT, new ImportanceWeightedReducer(), 2), X);
    }

    /**
     * A vertex's output for given posteriors and fixed noise, with which a shift of the mean is a shift of the draw.
     */
    private static double[] output(LatentModel model, INDArray posterior, String vertex) {
        return Values.of(
                model.compiled().output("posterior", posterior, vertex, NOISE).array());
    }

    private static void requireLogDeterminant(LatentModel model) {
        INDArray posterior =
                model.compiled().output(X, "posterior", NOISE).array().dup('f');
        double[] logDeterminant = output(model, posterior, "log-determinant");
        int rows = logDeterminant.length;
        double[][][] jacobian = jacobian(model, posterior, rows);
        for (int r = 0; r < rows; r++) {
            double determinant = new LUDecomposition(new Array2DRowRealMatrix(jacobian[r])).getDeterminant();
            assertThat(logDeterminant[r]).isCloseTo(Math.log(Math.abs(determinant)), within(1e-8));
        }
    }

    /** ∂z/∂base of each row by central differences of order 4: truncation 1e-16 times the fifth derivative. */
    private static double[][][] jacobian(LatentModel model, INDArray posterior, int rows) {
        double[][][] jacobian = new double[rows][LATENT][LATENT];
        for (int j = 0; j < LATENT; j++) {
            double[] near = differences(model, posterior, j, 1e-4);
            double[] far = differences(model, posterior, j, 2e-4);
            for (int r = 0; r < rows; r++) {
                for (int i = 0; i < LATENT; i++) {
                    int at = i * rows + r;
                    jacobian[r][i][j] = (8 * near[at] - far[at]) / 12e-4;
                }
            }
        }
        return jacobian;
    }

    private static double[] differences(LatentModel model, INDArray posterior, int column, double by) {
        double[] above = output(model, shifted(posterior, column, by), "z");
        double[] below = output(model, shifted(posterior, column, -by), "z");
        for (int i = 0; i < above.length; i++) {
            above[i] -= below[i];
        }
        return above;
    }

    private static INDArray shifted(INDArray posterior, int column, double by) {
        INDArray result = posterior.dup('f');
        result.getColumn(column).addi(by);
        return result;
    }

    @ParameterizedTest
    @MethodSource("transforms")
    void logDeterminantIsThatOfTheNumericalJacobian(Transform transform) {
        requireLogDeterminant(model(transform, new ElboReducer(), 1));
        requireLogDeterminant(model(transform, new ElboReducer(), 3));
    }

    /**
     * ∫ N(f(z); 0, I) |det ∂f/∂z| dz = 1 for a transform that reaches every point once: a rectangle rule on [-12, 12]²
     * with steps of 1/10, for the context of one example. Draws without variance are set to the nodes. The tolerance is
     * larger for the radial transform, which has a kink.
     */
    @ParameterizedTest
    @MethodSource("transforms")
    void densityIntegratesToOne(Transform transform) {
        LatentModel model = model(with(transform), 2, new ElboReducer(), 1);
        // Smaller parameters, so that the mass stays on the grid.
        model.graph().params().muli(0.3);
        int side = 241;
        INDArray one = model.compiled().output(X, "posterior", NOISE).array().dup('f');
        INDArray grid = Values.array(DataType.DOUBLE, side * side, one.columns(), i -> {
            int n = i % (side * side);
            return switch (i / (side * side)) {
                case 0 -> (n % side - side / 2) / 10.0;
                case 1 -> (n / side - side / 2) / 10.0;
                case 2, 3 -> -80;
                default -> one.getDouble(0, i / (side * side));
            };
        });
        double[] z = output(model, grid, "z");
        double[] logDeterminant = output(model, grid, "log-determinant");
        double total = 0;
        for (int n = 0; n < side * side; n++) {
            double other = z[side * side + n];
            total += Math.exp(logDeterminant[n] - 0.5 * (z[n] * z[n] + other * other)) / (200 * Math.PI);
        }
        assertThat(total).isCloseTo(1, within(transform instanceof Radial ? 1e-3 : 1e-8));
    }

    /** The parameters of a dimension depend on the dimensions before it alone. */
    @Test
    void jacobianOfAnInverseAutoregressiveFlowIsTriangular() {
        LatentModel model = model(new Iaf(1, 8, 2, 4, Scale.GATE), new ElboReducer(), 1);
        INDArray posterior =
                model.compiled().output(X, "posterior", NOISE).array().dup('f');
        double[][][] jacobian = jacobian(model, posterior, 5);
        double[] before = output(model, posterior, "transform-1-1-parameters-sum");
        for (int j = 0; j < LATENT; j++) {
            double[] after = output(model, shifted(posterior, j, 0.5), "transform-1-1-parameters-sum");
            for (int i = 0; i < LATENT; i++) {
                for (int r = 0; r < 5; r++) {
                    boolean same = before[i * 5 + r] == after[i * 5 + r]
                            && before[(LATENT + i) * 5 + r] == after[(LATENT + i) * 5 + r];
                    assertThat(same).as("parameters of %d, shifted %d", i, j).isEqualTo(i <= j);
                    assertThat(Math.abs(jacobian[r][i][j]) > 1e-12).isEqualTo(i >= j);
                }
            }
        }
    }

    /** The order of the dimensions is reversed from step to step. */
    @Test
    void afterTwoStepsEveryDimensionDependsOnEveryOther() {
        LatentModel model = model(new Iaf(2, 8, 2, 4, Scale.GATE), new ElboReducer(), 1);
        INDArray posterior =
                model.compiled().output(X, "posterior", NOISE).array().dup('f');
        for (double[][] ofRow : jacobian(model, posterior, 5)) {
            for (double[] ofDimension : ofRow) {
                assertThat(ofDimension).doesNotContain(0.0);
            }
        }
    }

    /** The inverse is a masked autoregressive flow, computed dimension by dimension: base = (z' - c m) / e^ℓ. */
    @Test
    void inverseAutoregressiveFlowIsInvertedDimensionByDimension() {
        LatentModel model = model(new Iaf(1, 8, 2, 4, Scale.EXPONENTIAL), new ElboReducer(), 1);
        INDArray posterior =
                model.compiled().output(X, "posterior", NOISE).array().dup('f');
        posterior
                .get(NDArrayIndex.all(), NDArrayIndex.interval(LATENT, 2 * LATENT))
                .assign(-80);
        double[] image = output(model, posterior, "z");
        INDArray guess = posterior.dup('f');
        guess.get(NDArrayIndex.all(), NDArrayIndex.interval(0, LATENT)).assign(0);
        for (int k = 0; k < LATENT; k++) {
            double[] parameters = output(model, guess, "transform-1-1-parameters-sum");
            for (int r = 0; r < 5; r++) {
                double shift = parameters[k * 5 + r];
                double logScale = parameters[(LATENT + k) * 5 + r];
                guess.putScalar(r, k, (image[k * 5 + r] - shift) * Math.exp(-logScale));
            }
        }
        for (int k = 0; k < LATENT; k++) {
            for (int r = 0; r < 5; r++) {
                assertThat(guess.getDouble(r, k)).isCloseTo(posterior.getDouble(r, k), within(1e-12));
            }
        }
    }

    /**
     * Transforms whose context is zero are the identity; the reflections are so in pairs.
     */
    @Test
    void transformsWithoutContextEqualThePlainModel() {
        for (Transform transform : List.of(
                new Planar(3, Parameters.AMORTISED),
                new Radial(3, Parameters.AMORTISED),
                new Householder(2 * LATENT),
                new Sylvester(3, Orthonormal.HOUSEHOLDER, 2),
                new Coupling(3, 8, 1, 2, Scale.BOUNDED))) {
            LatentModel model = model(transform, new ImportanceWeightedReducer(), 3);
            LatentModel plain = model(with(), LATENT, new ImportanceWeightedReducer(), 3);
            copyPlain(plain, model);
            assertThat(model.elbo(X, 3).objectiveNats())
                    .as(transform.name())
                    .isCloseTo(plain.elbo(X, 3).objectiveNats(), within(1e-12));
        }
    }

    /** Copies the plain model's parameters, and sets those of the transforms to zero. */
    private static void copyPlain(LatentModel plain, LatentModel model) {
        model.graph().params().assign(0);
        for (String layer : List.of("encoder-1", "decoder-1", "likelihood-parameters")) {
            model.graph()
                    .getLayer(layer)
                    .setParams(plain.graph().getLayer(layer).params());
        }
        for (String name : List.of("W", "b")) {
            INDArray from = plain.graph().getLayer("posterior").getParam(name);
            INDArray to = model.graph().getLayer("posterior").getParam(name);
            to.get(NDArrayIndex.all(), NDArrayIndex.interval(0, from.columns())).assign(from);
        }
    }

    @Test
    void transformsWithoutStepsAreDropped() {
        LatentSpec none = with(new Planar(0, Parameters.AMORTISED), new Iaf(0, 8, 1, 4, Scale.GATE));
        assertThat(none).isEqualTo(with());
        assertThat(model(none, LATENT, new ElboReducer(), 1).graph().getConfiguration())
                .isEqualTo(model(LatentSpec.STANDARD, LATENT, new ElboReducer(), 1)
                        .graph()
                        .getConfiguration());
    }

    @ParameterizedTest
    @MethodSource("transforms")
    void locationIsTheTransformedMean(Transform transform) {
        for (int draws : new int[] {1, 3}) {
            LatentModel model = model(transform, new ElboReducer(), draws);
            INDArray location = model.location(X);
            assertThat(location.shape()).containsExactly(5, LATENT);
            INDArray posterior =
                    model.compiled().output(X, "posterior", NOISE).array().dup('f');
            posterior
                    .get(NDArrayIndex.all(), NDArrayIndex.interval(LATENT, 2 * LATENT))
                    .assign(-80);
            double[] drawn = output(model, posterior, "z");
            for (int i = 0; i < 5 * LATENT; i++) {
                assertThat(Values.of(location)[i]).isCloseTo(drawn[i % 5 + i / 5 * 5 * draws], within(1e-12));
            }
            assertThat(Values.of(model.reconstruct(X))).isEqualTo(Values.of(model.decode(location)));
            // The location has not changed the noise of evaluations.
            assertThat(model.elbo(X, 3).objectiveNats())
                    .isEqualTo(model.elbo(X, 3).objectiveNats());
        }
    }

    /**
     * Compares the mean gradients of both estimators over 10,000 draws of the noise, within six standard errors. The
     * parameters include those of the transforms' contexts.
     */
    @Test
    void doublyReparameterisedGradientsAreUnbiased() {
        for (Transform transform : List.of(new Planar(2, Parameters.AMORTISED), new Iaf(1, 4, 1, 2, Scale.GATE))) {
            LatentModel plain = model(transform, new ImportanceWeightedReducer(), 3);
            LatentModel dreg = model(transform, new DoublyReparameterisedReducer(), 3);
            double[][] first = moments(plain, 0);
            double[][] second = moments(dreg, 1_000_000);
            double largest = 0;
            for (int i = 0; i < first[0].length; i++) {
                double error = Math.sqrt(first[1][i] + second[1][i]);
                assertThat(Math.abs(first[0][i] - second[0][i]))
                        .as(transform.name() + ", parameter " + i)
                        .isLessThanOrEqualTo(6 * error);
                largest = Math.max(largest, Math.abs(first[0][i]) / Math.max(error, 1e-12));
            }
            assertThat(largest).isGreaterThan(20);
        }
    }

    /** The mean and the squared standard error of each derivative over draws of the noise. */
    private static double[][] moments(LatentModel model, int firstIteration) {
        int repeats = 40;
        INDArray copies = Nd4j.tile(X, 50, 1).dup('f');
        int count = Math.toIntExact(model.graph().numParams());
        double[] sum = new double[count];
        double[] squares = new double[count];
        for (int n = 0; n < repeats; n++) {
            model.graph().getConfiguration().setIterationCount(firstIteration + n);
            model.compiled().gradient(copies);
            double[] gradient = Values.of(model.graph().getFlattenedGradients());
            for (int i = 0; i < count; i++) {
                sum[i] += gradient[i];
                squares[i] += gradient[i] * gradient[i];
            }
        }
        double[] mean = new double[count];
        double[] error = new double[count];
        for (int i = 0; i < count; i++) {
            mean[i] = sum[i] / repeats;
            error[i] = (squares[i] / repeats - mean[i] * mean[i]) / (repeats - 1);
        }
        return new double[][] {mean, error};
    }

    @ParameterizedTest
    @MethodSource("transforms")
    void loadedModelContinuesAndSavedDecoderSamplesLikeTheModel(Transform transform, @TempDir Path folder)
            throws Exception {
        LatentModel model = model(transform, new ElboReducer(), 2);
        try (TrainingStep step = new TrainingStep(model)) {
            step.apply(X);
            model.save(folder.resolve("model.zip"));
            LatentModel loaded = LatentModel.load(folder.resolve("model.zip"));
            LatentModel shared = LatentModel.load(folder.resolve("model.zip"));
            try (TrainingStep other = new TrainingStep(loaded);
                    TrainingStep ofTwo = new TrainingStep(shared, 2)) {
                step.apply(X);
                other.apply(X);
                ofTwo.apply(X);
            }
            assertThat(loaded.graph().params()).isEqualTo(model.graph().params());
            Values.assertClose(
                    "two workers",
                    Values.of(shared.graph().params()),
                    Values.of(model.graph().params()),
                    1e-8);
        }
        model.decoder().save(folder.resolve("decoder.zip"));
        Decoder decoder = Decoder.load(folder.resolve("decoder.zip"));
        assertThat(decoder.latent()).isEqualTo(LATENT);
        assertThat(Values.of(decoder.samplePrior(4, 1))).isEqualTo(Values.of(model.samplePrior(4, 1)));
    }

    /**
     * The KL term is log q(base|x) - log |det| - log p(z), computed here from the outputs of the vertices.
     */
    @Test
    void klTermIsComputedFromTheDensitiesAndTheDeterminant() {
        LatentModel model = model(new Planar(2, Parameters.AMORTISED), new ElboReducer(), 1);
        model.elbo(X, 3);
        NoisePosition noise = NoisePosition.evaluation(3);
        double[] z = Values.of(model.compiled().output(X, "z", noise));
        double[] base = Values.of(model.compiled().output(X, "base", noise));
        double[] q = Values.of(model.compiled().output(X, "posterior", noise));
        double[] logDeterminant = Values.of(model.compiled().output(X, "log-determinant", noise));
        for (int r = 0; r < 5; r++) {
            double kl = -logDeterminant[r];
            for (int j = 0; j < LATENT; j++) {
                int at = j * 5 + r;
                double distance = base[at] - q[at];
                double logVar = q[LATENT * 5 + at];
                kl += 0.5 * (z[at] * z[at] - distance * distance * Math.exp(-logVar) - logVar);
            }
            assertThat(model.lastBatch().kl()[r]).isCloseTo(kl, within(1e-12));
        }
    }

    @Test
    void refusesATermThatNeedsAClosedForm() {
        assertThatThrownBy(() -> new ModelSpec(
                        new Architecture(
                                new Shape.Features(FEATURES),
                                List.of(),
                                LATENT,
                                new DecoderLayout.Listed(List.of()),
                                new Style(Nonlinearity.TANH)),
                        with(new Planar()),
                        new BernoulliLikelihood(),
                        new ComposedObjective(new ElboReducer(), null, List.of(new FreeBitsTerm())),
                        1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("leave out model.transforms");
    }

    @Test
    void refusesTransformsOfADeterministicCode() {
        assertThatThrownBy(() -> new LatentSpec(new DeltaPosterior(), List.of(new Planar()), new StandardNormalPrior()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("deterministic code");
    }

    @Test
    void refusesToEncodeAsAGaussian() {
        LatentModel model = model(new Planar(), new ElboReducer(), 1);
        assertThatThrownBy(() -> model.encode(X)).hasMessageContaining("use location(x)");
    }

    @Test
    void refusesSettingsOutsideTheirRanges() {
        assertThatThrownBy(() -> new Planar(-1, Parameters.GLOBAL)).hasMessageContaining("length: found -1");
        assertThatThrownBy(() -> new Iaf(1, 0, 1, 0, Scale.GATE)).hasMessageContaining("found 1 layers of 0 units");
        assertThatThrownBy(() -> model(with(new Coupling()), 1, new ElboReducer(), 1))
                .hasMessageContaining("set model.latent");
        assertThatThrownBy(() -> model(new Sylvester(1, Orthonormal.ORTHOGONAL, 4), new ElboReducer(), 1))
                .hasMessageContaining("found 4 orthonormal columns of 3 latent dimensions");
    }
}
