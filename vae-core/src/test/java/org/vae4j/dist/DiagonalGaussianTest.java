package org.vae4j.dist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.sampling.distribution.ZigguratSampler;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class DiagonalGaussianTest extends BatchedDistributionContract {

    private final DiagonalGaussian two = DiagonalGaussian.of(
            matrix(new double[][] {{0, 1}, {2, 0}}), matrix(new double[][] {{0, 0}, {Math.log(4), 0}}));

    @Override
    BatchedDistribution create(INDArray parameters) {
        return DiagonalGaussian.of(parameters, parameters.mul(0.2));
    }

    @Override
    double noise(UniformRandomProvider random) {
        return ZigguratSampler.NormalizedGaussian.of(random).sample();
    }

    @Override
    double scalarLogDensity(double x, double parameter) {
        return Gaussian.logDensity(x, parameter, 0.2 * parameter);
    }

    @Override
    double scalarEntropy(double parameter) {
        return Gaussian.entropy(0.2 * parameter);
    }

    @Test
    void klToTheStandardIsPerDimensionAndPerExample() {
        double wide = 3.5 - Math.log(2);
        assertThat(two.klToStandardPerDimension().toDoubleMatrix()).isDeepEqualTo(new double[][] {
            {0, 0.5}, {Gaussian.klToStandard(2, Math.log(4)), 0}
        });
        assertThat(two.klToStandard()).containsExactly(new double[] {0.5, wide}, within(1e-14));
    }

    @Test
    void klToAnotherIsPerDimensionAndPerExample() {
        DiagonalGaussian other =
                DiagonalGaussian.of(matrix(new double[][] {{0, 1}, {1, 1}}), matrix(new double[][] {{1, 0}, {0, -1}}));
        assertThat(two.klPerDimension(other).toDoubleMatrix()).isDeepEqualTo(new double[][] {
            {Gaussian.kl(0, 0, 0, 1), 0}, {Gaussian.kl(2, Math.log(4), 1, 0), Gaussian.kl(0, 0, 1, -1)}
        });
        assertThat(two.kl(other))
                .containsExactly(two.klPerDimension(other).sum(1).toDoubleVector(), within(1e-14));
        assertThat(two.kl(two)).containsExactly(0, 0);
    }

    @Test
    void standardDeviationOfZeroIsGuarded() {
        INDArray mean = matrix(new double[][] {{0.5, -0.5}});
        INDArray sigma = matrix(new double[][] {{0, 0.8}});
        DiagonalGaussian guarded = DiagonalGaussian.ofStandardDeviations(mean, sigma);
        double expected = Gaussian.guardedKlToStandard(0.5, 0) + Gaussian.guardedKlToStandard(-0.5, 0.8);
        assertThat(guarded.klToStandard()[0]).isCloseTo(expected, within(2e-8)).isFinite();
        assertThat(guarded.logDensity(mean)[0]).isFinite();
        assertThat(guarded.logVar().getDouble(0, 1)).isCloseTo(2 * Math.log(0.8), within(1.6e-8));
    }

    @Test
    void parametersOfDifferentShapesAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DiagonalGaussian.of(Nd4j.zeros(2, 3), Nd4j.zeros(2, 4)))
                .withMessageStartingWith("logVar: found shape [2, 4], expected [2, 3] as mean has");
    }

    @Test
    void klToAGaussianOfAnotherShapeIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> two.kl(DiagonalGaussian.of(Nd4j.zeros(2, 3), Nd4j.zeros(2, 3))))
                .withMessageContaining("other: found shape [2, 3]");
    }

    @Test
    void logVarianceOfNaNIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DiagonalGaussian.of(Nd4j.zeros(1, 2), matrix(new double[][] {{0, Double.NaN}})))
                .withMessage("logVar: found NaN, expected finite numbers");
    }

    @Test
    void negativeStandardDeviationIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        DiagonalGaussian.ofStandardDeviations(Nd4j.zeros(1, 2), matrix(new double[][] {{1, -0.5}})))
                .withMessage("sigma: found -0.5, expected a number >= 0");
    }

    @Test
    void parametersAreCopied() {
        INDArray mean = matrix(new double[][] {{0.5, -0.5}});
        DiagonalGaussian gaussian = DiagonalGaussian.of(mean, Nd4j.zeros(DataType.DOUBLE, 1, 2));
        double before = gaussian.klToStandard()[0];
        mean.addi(3);
        assertThat(gaussian.klToStandard()[0]).isEqualTo(before);
    }

    private static INDArray matrix(double[][] values) {
        return Nd4j.create(values).castTo(DataType.DOUBLE);
    }
}
