package org.vae4j.likelihood;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.vae4j.kernel.Kernels;
import org.vae4j.kernel.Matrix;
import org.vae4j.kernel.Nonlinearity;
import org.vae4j.model.LatentModel;
import org.vae4j.model.compiled.CompiledGraph;
import org.vae4j.model.spec.Bottleneck;
import org.vae4j.model.spec.ModelSpec;
import org.vae4j.objective.ElboObjective;
import org.vae4j.testing.GradientCheck;
import org.vae4j.testing.Values;
import org.vae4j.train.FlushingAdam;

/** Gaussian likelihoods with a given, an optimal and a learned σ, and with a σ per feature. */
class GaussianSigmaTest {

    private static final Kernels KERNELS = Kernels.of(DataType.DOUBLE);
    private static final int ROWS = 4;
    private static final int FEATURES = 5;
    private static final INDArray X = Values.normal(1, DataType.DOUBLE, ROWS, FEATURES, 1);
    private static final INDArray MEAN = Values.normal(2, DataType.DOUBLE, ROWS, FEATURES, 1);

    static List<Likelihood> likelihoods() {
        return List.of(
                new GaussianLikelihood(0.7),
                new OptimalGaussianLikelihood(),
                new LearnedGaussianLikelihood(),
                new HeteroscedasticGaussianLikelihood());
    }

    private static LatentModel model(Likelihood likelihood) {
        ModelSpec spec = new ModelSpec(
                FEATURES,
                List.of(4),
                2,
                List.of(3),
                Nonlinearity.TANH,
                Bottleneck.GAUSSIAN,
                likelihood,
                ElboObjective.standard());
        LatentModel model = LatentModel.create(spec, FlushingAdam.withLearningRate(1e-3), 7, DataType.DOUBLE);
        model.graph()
                .setParams(Values.normal(
                        3, DataType.DOUBLE, 1, Math.toIntExact(model.graph().numParams()), 0.4));
        return model;
    }

    @ParameterizedTest
    @MethodSource("likelihoods")
    void gradientsOfModelsMatchFiniteDifferences(Likelihood likelihood) {
        GradientCheck.assertGradients(model(likelihood).graph(), X, X);
    }

    @ParameterizedTest
    @MethodSource("likelihoods")
    void compiledNetworkAgreesWithTheGraphToTheBit(Likelihood likelihood) {
        LatentModel model = model(likelihood);
        CompiledGraph compiled = model.compiled();
        compiled.gradient(X);
        double[] fast = Values.of(model.graph().getFlattenedGradients());
        model.graph().setInputs(X);
        model.graph().setLabels(X);
        model.graph().computeGradientAndScore();
        assertThat(fast).isEqualTo(Values.of(model.graph().getFlattenedGradients()));
    }

    @ParameterizedTest
    @MethodSource("likelihoods")
    void modelsSurviveSavingAndLoading(Likelihood likelihood, @TempDir Path folder) throws IOException {
        LatentModel model = model(likelihood);
        model.save(folder.resolve("model.zip"));
        assertThat(LatentModel.load(folder.resolve("model.zip")).elbo(X, 3)).isEqualTo(model.elbo(X, 3));
    }

    @ParameterizedTest
    @MethodSource("likelihoods")
    void separateDecoderAgreesWithTheModel(Likelihood likelihood) {
        LatentModel model = model(likelihood);
        INDArray z = Values.normal(5, DataType.DOUBLE, 3, 2, 1);
        assertThat(Values.of(model.decoder().decode(z))).isEqualTo(Values.of(model.decode(z)));
    }

    @ParameterizedTest
    @MethodSource("likelihoods")
    void aModelStartsAtTheMeansOfTheData(Likelihood likelihood) {
        LatentModel model = model(likelihood);
        model.graph().params().assign(0);
        double[] means = {0.1, 0.2, 0.3, 0.4, 0.5};
        model.beginAtMeans(means);
        assertThat(Values.of(model.decode(Values.normal(5, DataType.DOUBLE, 1, 2, 1))))
                .containsExactly(means, within(1e-12));
    }

    /** -log p of each row. */
    private static double[] evaluate(Likelihood likelihood, INDArray parameters) {
        double[] result = new double[ROWS];
        Matrix p = Matrix.of(parameters.dup('f'));
        Matrix gradient = Matrix.allocate(DataType.DOUBLE, p.rows(), p.columns());
        likelihood.evaluate(KERNELS, Matrix.of(X), p, result, gradient);
        return result;
    }

    /** ‖x - m‖² of a row. */
    private static double squares(int row) {
        double sum = 0;
        for (int j = 0; j < FEATURES; j++) {
            sum += Math.pow(X.getDouble(row, j) - MEAN.getDouble(row, j), 2);
        }
        return sum;
    }

    /** The common loss ‖x - x̂‖² + KL is the Gaussian likelihood with σ² = ½ up to (d/2) log π. */
    @Test
    void varianceOneHalfGivesTheSquaredErrorUpToAConstant() {
        double[] value = evaluate(new GaussianLikelihood(Math.sqrt(0.5)), MEAN);
        for (int r = 0; r < ROWS; r++) {
            assertThat(value[r])
                    .as("row %d", r)
                    .isCloseTo(squares(r) + FEATURES * Math.log(Math.PI) / 2, within(1e-12));
        }
    }

    @Test
    void optimalSigmaMinimisesTheLoss() {
        double optimal = sum(evaluate(new OptimalGaussianLikelihood(), MEAN));
        double variance = 0;
        for (int r = 0; r < ROWS; r++) {
            variance += squares(r) / (ROWS * FEATURES);
        }
        double sigma = Math.sqrt(variance);
        assertThat(optimal).isCloseTo(sum(evaluate(new GaussianLikelihood(sigma), MEAN)), within(1e-10));
        assertThat(optimal)
                .isCloseTo(0.5 * ROWS * FEATURES * (1 + Math.log(2 * Math.PI * variance)), within(1e-10))
                .isLessThan(sum(evaluate(new GaussianLikelihood(sigma * 1.01), MEAN)))
                .isLessThan(sum(evaluate(new GaussianLikelihood(sigma * 0.99), MEAN)));
    }

    @Test
    void learnedSigmaIsTheLastParameter() {
        Matrix parameters = Matrix.allocate(DataType.DOUBLE, ROWS, FEATURES + 1);
        KERNELS.copy(Matrix.of(MEAN.dup('f')), parameters.columns(0, FEATURES));
        KERNELS.fill(parameters.columns(FEATURES, FEATURES + 1), 2 * Math.log(0.3));
        assertThat(evaluate(new LearnedGaussianLikelihood(), parameters.array()))
                .containsExactly(evaluate(new GaussianLikelihood(0.3), MEAN), within(1e-10));
    }

    private static double sum(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        return sum;
    }
}
