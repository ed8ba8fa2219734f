package org.vae4j.likelihood;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.vae4j.extension.Registry;
import org.vae4j.kernel.Kernels;
import org.vae4j.kernel.Matrix;
import org.vae4j.kernel.Nonlinearity;
import org.vae4j.likelihood.support.Measure;
import org.vae4j.model.LatentModel;
import org.vae4j.model.spec.Bottleneck;
import org.vae4j.model.spec.ModelSpec;
import org.vae4j.objective.ElboObjective;
import org.vae4j.objective.ImportanceWeightedObjective;
import org.vae4j.testing.GradientCheck;
import org.vae4j.testing.Values;
import org.vae4j.train.FlushingAdam;

/** Tests that every likelihood of independent features passes, and closed forms of each. */
class PointwiseLikelihoodTest {

    private static final DiscretisedLogisticLikelihood LOGISTIC = new DiscretisedLogisticLikelihood();
    private static final ContinuousBernoulliLikelihood CONTINUOUS = new ContinuousBernoulliLikelihood();

    /** Every registered one, so that a new one is tested, too. */
    static Stream<PointwiseLikelihood> all() {
        return Registry.of(Likelihood.class).prototypes().stream()
                .filter(PointwiseLikelihood.class::isInstance)
                .map(PointwiseLikelihood.class::cast);
    }

    static Stream<Arguments> parameters() {
        return all().flatMap(likelihood -> Stream.of(
                        new double[] {0.3, -2.5, 0.8, -1.5, 0.1}, new double[] {-0.4, 0.7, -1.2, -0.3, 0.9})
                .map(values -> Arguments.of(likelihood, cycled(values, likelihood.parametersPerFeature()))));
    }

    private static double[] cycled(double[] values, int length) {
        double[] result = new double[length];
        Arrays.setAll(result, i -> values[i % values.length]);
        return result;
    }

    private static double loss(PointwiseLikelihood likelihood, double x, double... parameters) {
        return likelihood.lossAndGradient(x, parameters, new double[parameters.length]);
    }

    private static double[] gradient(PointwiseLikelihood likelihood, double x, double... parameters) {
        double[] gradient = new double[parameters.length];
        likelihood.lossAndGradient(x, parameters, gradient);
        return gradient;
    }

    @ParameterizedTest
    @MethodSource("parameters")
    void gradientsMatchFiniteDifferences(PointwiseLikelihood likelihood, double[] parameters) {
        for (double x : new double[] {0, 1 / 255.0, 0.25, 0.9, 1}) {
            double[] exact = gradient(likelihood, x, parameters);
            for (int k = 0; k < parameters.length; k++) {
                double h = 1e-5;
                double[] up = parameters.clone();
                double[] down = parameters.clone();
                up[k] += h;
                down[k] -= h;
                double numeric = (loss(likelihood, x, up) - loss(likelihood, x, down)) / (2 * h);
                assertThat(exact[k]).isCloseTo(numeric, within(1e-6 * (1 + Math.abs(numeric))));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("all")
    void wholeModelsHaveExactGradientsAndSurviveAFile(PointwiseLikelihood likelihood, @TempDir Path folder)
            throws IOException {
        INDArray x = Values.pixels(1, DataType.DOUBLE, 4, 5);
        LatentModel model = LatentModel.create(
                spec(likelihood, ElboObjective.standard()), FlushingAdam.withLearningRate(1e-3), 7, DataType.DOUBLE);
        model.graph()
                .setParams(Values.normal(
                        3, DataType.DOUBLE, 1, Math.toIntExact(model.graph().numParams()), 0.4));
        GradientCheck.assertGradients(model.graph(), x, x);
        model.save(folder.resolve("model.zip"));
        LatentModel loaded = LatentModel.load(folder.resolve("model.zip"));
        assertThat(loaded.elbo(x, 3)).isEqualTo(model.elbo(x, 3));
        assertThat(loaded.compiled().likelihood()).isEqualTo(likelihood);
    }

    private static ModelSpec spec(Likelihood likelihood, org.vae4j.objective.Objective objective) {
        return new ModelSpec(
                5, List.of(4), 2, List.of(3), Nonlinearity.TANH, Bottleneck.GAUSSIAN, likelihood, objective);
    }

    /** The columns of several draws: row r belongs to example r mod examples. In both precisions. */
    @ParameterizedTest
    @MethodSource("all")
    void rowsAreSumsOverTheFeaturesOfTheirExample(PointwiseLikelihood likelihood) {
        int features = 300;
        for (DataType type : List.of(DataType.FLOAT, DataType.DOUBLE)) {
            Matrix x = Matrix.of(Values.pixels(1, type, 3, features));
            Matrix p = Matrix.of(Values.normal(2, type, 6, likelihood.parameterCount(features), 0.5));
            Matrix gradient = Matrix.allocate(type, 6, p.columns());
            double[] found = new double[6];
            likelihood.evaluate(Kernels.of(type), x, p, found, gradient);
            double[] xs = Values.of(x);
            double[] ps = Values.of(p);
            double[] gs = Values.of(gradient);
            for (int r = 0; r < 6; r++) {
                double expected = 0;
                for (int j = 0; j < features; j++) {
                    double[] own = new double[likelihood.parametersPerFeature()];
                    for (int k = 0; k < own.length; k++) {
                        own[k] = ps[(k * features + j) * 6 + r];
                    }
                    expected += loss(likelihood, xs[j * 3 + r % 3], own);
                    double[] exact = gradient(likelihood, xs[j * 3 + r % 3], own);
                    for (int k = 0; k < own.length; k++) {
                        assertThat(gs[(k * features + j) * 6 + r])
                                .isCloseTo(exact[k], within(1e-6 * (1 + Math.abs(exact[k]))));
                    }
                }
                assertThat(found[r]).isCloseTo(expected, within(1e-9 * (1 + Math.abs(expected))));
            }
        }
    }

    /** Simpson's rule on 4,000 intervals. */
    private static double integral(double from, double to, DoubleUnaryOperator f) {
        int intervals = 4000;
        double h = (to - from) / intervals;
        double sum = f.applyAsDouble(from) + f.applyAsDouble(to);
        for (int i = 1; i < intervals; i++) {
            sum += (i % 2 == 1 ? 4 : 2) * f.applyAsDouble(from + i * h);
        }
        return sum * h / 3;
    }

    @ParameterizedTest
    @ValueSource(doubles = {-60, -3, -0.099, -1e-3, -1e-9, 0, 1e-12, 1e-5, 0.099, 0.101, 1, 20, 60})
    void continuousBernoulliIntegratesToOneWithItsMeanAndMedian(double logit) {
        assertThat(integral(0, 1, x -> Math.exp(-loss(CONTINUOUS, x, logit)))).isCloseTo(1, within(1e-9));
        assertThat(integral(0, 1, x -> x * Math.exp(-loss(CONTINUOUS, x, logit))))
                .isCloseTo(CONTINUOUS.mean(new double[] {logit}), within(1e-9));
        double median = CONTINUOUS.draw(0.5, new double[] {logit});
        assertThat(integral(0, median, x -> Math.exp(-loss(CONTINUOUS, x, logit))))
                .isCloseTo(0.5, within(1e-8));
    }

    /** The constant of the paper, C(λ) = 2 artanh(1 - 2λ)/(1 - 2λ), where it does not cancel; at ½ it is 2. */
    @Test
    void continuousBernoulliMatchesThePublishedFormula() {
        for (double lambda : new double[] {0.01, 0.2, 0.45, 0.7, 0.999}) {
            double u = 1 - 2 * lambda;
            double constant = Math.log1p(u) - Math.log1p(-u);
            double expected = -Math.log(constant / u) - 0.3 * Math.log(lambda) - 0.7 * Math.log(1 - lambda);
            assertThat(loss(CONTINUOUS, 0.3, Math.log(lambda / (1 - lambda)))).isCloseTo(expected, within(1e-12));
        }
        assertThat(loss(CONTINUOUS, 0.3, 0)).isEqualTo(0);
    }

    /** log A = l/2 + l²/24 - … and the mean ½ + l/12 - …, which a naive formula would lose to cancellation. */
    @Test
    void continuousBernoulliIsAccurateNearOneHalf() {
        for (double logit = 1e-12; logit < 1e-3; logit *= 3) {
            assertThat(loss(CONTINUOUS, 0.5, logit)).isCloseTo(logit * logit / 24, within(4e-16));
            assertThat(CONTINUOUS.mean(new double[] {logit}))
                    .isCloseTo(0.5 + logit / 12 - Math.pow(logit, 3) / 720, within(4e-16));
        }
        double below = CONTINUOUS.mean(new double[] {0.1 - 1e-9});
        assertThat(CONTINUOUS.mean(new double[] {0.1 + 1e-9}) - below)
                .isCloseTo(2e-9 * (1.0 / 12 - 0.01 / 240), within(1e-14));
    }

    @Test
    void continuousBernoulliFindsTheLogitOfAMean() {
        for (double mean : new double[] {0.002, 0.13, 0.4999, 0.5, 0.8, 0.997}) {
            assertThat(CONTINUOUS.mean(new double[] {CONTINUOUS.parameterOfMean(mean)}))
                    .isCloseTo(mean, within(1e-11));
        }
        assertThat(CONTINUOUS.parameterOfMean(0)).isFinite().isNegative();
    }

    /** Scales far outside the bounds too, and means outside the data: the tails belong to the levels 0 and 255. */
    @Test
    void discretisedLogisticSumsToOneWithItsMean() {
        for (double mu : new double[] {-40, -1, 0, 0.3, 0.5, 1, 1.02, 25}) {
            for (double logScale : new double[] {-50, -7, -5, -3, -1, 0, 2, 7, 90}) {
                double[] parameters = {mu, logScale};
                double sum = 0;
                double mean = 0;
                for (int level = 0; level < 256; level++) {
                    double p = Math.exp(-loss(LOGISTIC, level / 255.0, parameters));
                    sum += p;
                    mean += p * level / 255;
                }
                assertThat(sum).isCloseTo(1, within(1e-12));
                assertThat(LOGISTIC.mean(parameters)).isCloseTo(mean, within(1e-12));
            }
        }
    }

    /** The loss of a very improbable value is finite and exact: (x - μ)/s of the nearer edge. */
    @Test
    void discretisedLogisticDoesNotUnderflow() {
        double s = Math.exp(-7);
        double expected = (0.5 - 0.5 / 255) / s - Math.log(-Math.expm1(-1 / (255 * s)));
        assertThat(loss(LOGISTIC, 1 - 1 / 255.0, 1 - 1 / 255.0 - 0.5, -7)).isCloseTo(expected, within(1e-6));
        assertThat(gradient(LOGISTIC, 1, -30, -7)[0]).isFinite().isNegative();
    }

    @Test
    void discretisedLogisticDrawsEachLevelWithItsProbability() {
        double[] parameters = {0.9, -2};
        double below = 0;
        for (int level = 0; level < 256; level++) {
            double p = Math.exp(-loss(LOGISTIC, level / 255.0, parameters));
            assertThat(LOGISTIC.draw(below + 1e-6 * p, parameters)).isEqualTo(level / 255.0);
            assertThat(LOGISTIC.draw(below + (1 - 1e-6) * p, parameters)).isEqualTo(level / 255.0);
            below += p;
        }
    }

    @Test
    void mixtureSumsToOneWithItsMeanAndDraws() {
        MixtureLogisticLikelihood mixture = new MixtureLogisticLikelihood(3);
        double[] parameters = {0.1, 0.9, 0.5, -4, -3, -1, 0.3, -0.2, 1.5};
        double sum = 0;
        double mean = 0;
        double drawn = 0;
        for (int level = 0; level < 256; level++) {
            double p = Math.exp(-loss(mixture, level / 255.0, parameters));
            sum += p;
            mean += p * level / 255;
        }
        for (int i = 0; i < 100_000; i++) {
            drawn += mixture.draw((i + 0.5) / 100_000, parameters) / 100_000;
        }
        assertThat(sum).isCloseTo(1, within(1e-12));
        assertThat(mixture.mean(parameters)).isCloseTo(mean, within(1e-12));
        // A uniform number that is off by 1e-5 moves the draws of three components by a level at most.
        assertThat(drawn).isCloseTo(mean, within(1e-4));
    }

    @Test
    void mixtureOfOneOrOfEqualComponentsIsTheComponent() {
        for (double x : new double[] {0, 0.2, 1}) {
            assertThat(loss(new MixtureLogisticLikelihood(1), x, 0.3, -2, 0.7)).isEqualTo(loss(LOGISTIC, x, 0.3, -2));
            assertThat(loss(new MixtureLogisticLikelihood(2), x, 0.3, 0.3, -2, -2, 0.7, -900))
                    .isCloseTo(loss(LOGISTIC, x, 0.3, -2), within(1e-12));
        }
        assertThat(gradient(new MixtureLogisticLikelihood(1), 0.2, 0.3, -2, 0.7)[2])
                .isZero();
    }

    /** Only differences of the logits matter, however large they are. */
    @ParameterizedTest
    @ValueSource(doubles = {-1000, 1000})
    void mixtureDependsOnDifferencesOfLogitsAlone(double shift) {
        MixtureLogisticLikelihood mixture = new MixtureLogisticLikelihood(3);
        double[] parameters = {0.1, 0.9, 0.5, -4, -3, -1, 0.3, -0.2, 1.5};
        double[] shifted = {0.1, 0.9, 0.5, -4, -3, -1, 0.3 + shift, -0.2 + shift, 1.5 + shift};
        assertThat(loss(mixture, 0.6, shifted)).isCloseTo(loss(mixture, 0.6, parameters), within(1e-10));
        assertThat(mixture.mean(shifted)).isCloseTo(mixture.mean(parameters), within(1e-12));
        assertThat(mixture.draw(0.37, shifted)).isEqualTo(mixture.draw(0.37, parameters));
    }

    /** The weights are rounded, so the largest uniform number may lie above their sum. */
    @Test
    void mixtureDrawsItsLastComponentAboveTheSumOfTheWeights() {
        int components = 10;
        MixtureLogisticLikelihood mixture = new MixtureLogisticLikelihood(components);
        Random random = new Random(3);
        for (int trial = 0; trial < 1000; trial++) {
            double[] parameters = new double[3 * components];
            Arrays.fill(parameters, components, 2 * components, -4);
            parameters[components - 1] = 1;
            for (int k = 0; k < components; k++) {
                parameters[2 * components + k] = random.nextGaussian();
            }
            assertThat(mixture.draw(Math.nextDown(1.0), parameters)).isEqualTo(1);
        }
    }

    @Test
    void levelsAreTheValuesOfLogisticLikelihoods() {
        assertThat(LOGISTIC.support()).isEqualTo(ValueRange.LEVELS);
        assertThat(new MixtureLogisticLikelihood().support()).isEqualTo(ValueRange.LEVELS);
    }

    @Test
    void continuousBernoulliDrawsAccuratelyAtExtremeLogits() {
        ContinuousBernoulliLikelihood likelihood = new ContinuousBernoulliLikelihood();
        double median = Math.log(2) / 800;
        assertThat(likelihood.draw(0.5, new double[] {-800})).isCloseTo(median, within(1e-15));
        assertThat(likelihood.draw(0.5, new double[] {800})).isCloseTo(1 - median, within(1e-15));
    }

    @ParameterizedTest
    @MethodSource("all")
    void meanOfAFeatureDependsOnItsOwnParameters(PointwiseLikelihood likelihood) {
        int features = 3;
        int rows = 2;
        Kernels kernels = Kernels.of(DataType.DOUBLE);
        Matrix parameters =
                Matrix.of(Values.normal(4, DataType.DOUBLE, rows, likelihood.parameterCount(features), 0.5));
        Matrix means = Matrix.allocate(DataType.DOUBLE, rows, features);
        likelihood.mean(kernels, parameters, means);
        double[] all = Values.of(parameters);
        double[] found = Values.of(means);
        for (int row = 0; row < rows; row++) {
            for (int feature = 0; feature < features; feature++) {
                double[] own = new double[likelihood.parametersPerFeature()];
                for (int k = 0; k < own.length; k++) {
                    own[k] = all[(k * features + feature) * rows + row];
                }
                assertThat(found[feature * rows + row]).isCloseTo(likelihood.mean(own), within(1e-12));
            }
        }
    }

    /** Below the smallest scale only negative gradients pass, above the largest only positive ones. */
    @Test
    void scalesOutsideTheirBoundsAreLedBack() {
        assertThat(gradient(LOGISTIC, 0.5, 0.5, -8)[1]).isZero();
        assertThat(gradient(LOGISTIC, 0.5, 0.1, -8)[1]).isNegative();
        assertThat(gradient(LOGISTIC, 0.5, 0.5, 8)[1]).isPositive();
        assertThat(gradient(LOGISTIC, 0, 100_000, 8)[1]).isZero();
    }

    @Test
    void laplaceIntegratesToOneWithItsQuantiles() {
        LaplaceLikelihood laplace = new LaplaceLikelihood(0.7);
        DoubleUnaryOperator density = x -> Math.exp(-loss(laplace, x, 0.4));
        assertThat(integral(-30, 0.4, density)).isCloseTo(0.5, within(1e-9));
        assertThat(integral(0.4, 30, density)).isCloseTo(0.5, within(1e-9));
        for (double probability : new double[] {0.1, 0.4, 0.5, 0.9}) {
            double x = laplace.draw(probability, new double[] {0.4});
            double tail = integral(-40, Math.min(x, 0.4), density) + (x > 0.4 ? integral(0.4, x, density) : 0);
            assertThat(tail).isCloseTo(probability, within(1e-8));
        }
        assertThat(laplace.draw(0, new double[] {0.4})).isFinite();
    }

    @Test
    void logCoshIsQuadraticNearZeroAndAbsoluteFarFromIt() {
        LogCoshLoss loss = new LogCoshLoss(10);
        assertThat(loss(loss, 0.5, 0.5 + 1e-4)).isCloseTo(5e-8, within(1e-13));
        assertThat(loss(loss, 0.5, 80)).isCloseTo(79.5 - Math.log(2) / 10, within(1e-12));
        assertThat(gradient(loss, 0.5, 1e300)).containsExactly(1.0);
    }

    @Test
    void aLossIsRefusedWhereALikelihoodIsNeeded() {
        LogCoshLoss loss = new LogCoshLoss();
        for (ValueRange values : ValueRange.values()) {
            assertThat(Measure.of(loss, values)).isEqualTo(Measure.LOSS);
        }
        Matrix one = Matrix.allocate(DataType.DOUBLE, 1, 1);
        assertThatThrownBy(() -> loss.sample(Kernels.of(DataType.DOUBLE), one, 1, one))
                .hasMessage("found the loss log_cosh, expected a likelihood to draw from: a loss has a mean only");
        assertThatThrownBy(() -> spec(loss, ImportanceWeightedObjective.standard()))
                .hasMessageContaining("with the loss log_cosh, expected a likelihood");
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -1, Double.NaN, Double.POSITIVE_INFINITY})
    void refusesScalesThatAreNotPositive(double value) {
        assertThatThrownBy(() -> new LaplaceLikelihood(value)).hasMessageContaining("found scale = " + value);
        assertThatThrownBy(() -> new LogCoshLoss(value)).hasMessageContaining("found a = " + value);
    }
}
