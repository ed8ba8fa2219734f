package org.vae4j.baseline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import org.apache.commons.math3.linear.EigenDecomposition;
import org.apache.commons.math3.stat.correlation.Covariance;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

class PcaTest {

    /**
     * By hand: (±2, 0) and (0, ±1) turned by 45° and moved to (5, -3). Divided by n = 4, the variances are 8/4 = 2
     * along (1, 1)/√2 and 2/4 = ½ along (1, -1)/√2, whose first entry is positive.
     */
    @Test
    void fitFindsTheAxesOfARotatedCross() {
        double h = Math.sqrt(0.5);
        INDArray x = Samples.rows(new double[][] {
            {5 + 2 * h, -3 + 2 * h}, {5 - 2 * h, -3 - 2 * h}, {5 + h, -3 - h}, {5 - h, -3 + h}
        });
        Pca pca = Pca.fit(x, 2);
        assertThat(pca.explainedVariance()).containsExactly(new double[] {2, 0.5}, within(1e-14));
        assertThat(pca.explainedVarianceRatio()).containsExactly(new double[] {0.8, 0.2}, within(1e-14));
        assertThat(Samples.values(pca.components())).containsExactly(new double[] {h, h, h, -h}, within(1e-14));
        assertThat(Samples.values(pca.mean())).containsExactly(new double[] {5, -3}, within(1e-14));
        assertThat(Pca.fit(x, 1).reconstructionError()).isCloseTo(0.5, within(1e-14));
        assertThat(Samples.values(pca.transform(x)))
                .containsExactly(new double[] {2, -2, 0, 0, 0, 0, 1, -1}, within(1e-14));
    }

    /** The eigen-solver of Apache Commons Math is another algorithm in another language. */
    @Test
    void fitMatchesTheEigenSolverOfCommonsMath() {
        INDArray x = Samples.correlated(1, 60, 9);
        EigenDecomposition expected =
                new EigenDecomposition(new Covariance(x.toDoubleMatrix(), false).getCovarianceMatrix());
        Pca pca = Pca.fit(x, 5);
        for (int j = 0; j < 5; j++) {
            double[] direction = expected.getEigenvector(j).toArray();
            double sign = Arrays.stream(direction)
                                    .boxed()
                                    .max((a, b) -> Double.compare(Math.abs(a), Math.abs(b)))
                                    .orElseThrow()
                            > 0
                    ? 1
                    : -1;
            assertThat(pca.explainedVariance()[j]).isCloseTo(expected.getRealEigenvalue(j), within(1e-10));
            assertThat(pca.components().getColumn(j).toDoubleVector())
                    .containsExactly(Arrays.stream(direction).map(v -> sign * v).toArray(), within(1e-9));
        }
    }

    /** Fewer examples than features are analysed by their inner products instead of the covariance. */
    @Test
    void fitOfFewExamplesMatchesTheFitOfTheirCovariance() {
        INDArray x = Samples.correlated(2, 7, 12);
        Pca wide = Pca.fit(x, 6);
        Pca tall = Pca.fit(org.vae4j.baseline.Covariance.of(x), 6);
        assertThat(wide.explainedVariance()).containsExactly(tall.explainedVariance(), within(1e-10));
        assertThat(wide.totalVariance()).isCloseTo(tall.totalVariance(), within(1e-10));
        assertThat(Samples.values(wide.components())).containsExactly(Samples.values(tall.components()), within(1e-8));
        assertThat(Samples.values(wide.mean())).containsExactly(Samples.values(tall.mean()), within(1e-13));
    }

    @Test
    void variancesAndErrorMatchTheProjectedData() {
        for (INDArray x : List.of(Samples.correlated(3, 40, 6), Samples.correlated(3, 6, 40))) {
            Pca pca = Pca.fit(x, 3);
            INDArray z = pca.transform(x);
            assertThat(z.var(false, 0).toDoubleVector()).containsExactly(pca.explainedVariance(), within(1e-9));
            assertThat(Arrays.stream(pca.squaredErrors(x)).average().orElseThrow())
                    .isCloseTo(pca.reconstructionError(), within(1e-9));
            assertThat(orthonormalityDefect(pca.components())).isLessThan(1e-13);
        }
    }

    @Test
    void batchesMatchTheWholeDataFarFromTheOrigin() {
        INDArray x = Samples.correlated(4, 50, 5).addi(1e6);
        Pca whole = Pca.fit(x, 4);
        Pca streamed = Pca.fit(
                org.vae4j.baseline.Covariance.of(
                        List.of(part(x, 0, 7), part(x, 7, 8), part(x, 8, 50)).iterator()),
                4);
        // 1e6 leaves 10 of the 16 digits to the spread, the variance is accurate to as many.
        assertThat(streamed.explainedVariance()).containsExactly(whole.explainedVariance(), within(1e-7));
        Pca near = Pca.fit(Samples.correlated(4, 50, 5), 4);
        assertThat(whole.explainedVariance()).containsExactly(near.explainedVariance(), within(1e-7));
    }

    @Test
    void fitDoesNotDependOnTheOrderInMemory() {
        INDArray x = Samples.correlated(5, 30, 4);
        INDArray expected = Pca.fit(x, 2).components();
        assertThat(Pca.fit(x.dup('c'), 2).components()).isEqualTo(expected);
        INDArray view = Nd4j.hstack(x, x).get(NDArrayIndex.all(), NDArrayIndex.interval(4, 8));
        assertThat(Pca.fit(view, 2).components()).isEqualTo(expected);
    }

    @Test
    void fitReadsSinglePrecision() {
        INDArray x = Samples.correlated(5, 30, 4);
        Pca expected = Pca.fit(x, 2);
        assertThat(Pca.fit(x.castTo(DataType.FLOAT), 2).explainedVariance())
                .containsExactly(expected.explainedVariance(), within(1e-4));
    }

    @Test
    void resultsAreCopies() {
        Pca pca = Pca.fit(Samples.correlated(6, 20, 4), 2);
        INDArray before = pca.components();
        pca.components().assign(7);
        pca.mean().assign(7);
        pca.explainedVariance()[0] = 7;
        assertThat(pca.components()).isEqualTo(before);
        assertThat(pca.mean().getDouble(0)).isNotEqualTo(7);
        assertThat(pca.explainedVariance()[0]).isNotEqualTo(7);
    }

    /** Three points on a line in 5 dimensions, tall and wide: one direction of variance, then a completion. */
    @Test
    void directionsBeyondTheRankCompleteTheBasisWithVarianceZero() {
        INDArray line =
                Samples.rows(new double[][] {{-1}, {0}, {1}}).mmul(Samples.rows(new double[][] {{2, 0, -1, 0, 2}}));
        for (INDArray x : List.of(line, Nd4j.vstack(line, line, line))) {
            Pca pca = Pca.fit(x, 4);
            // ‖(2, 0, -1, 0, 2)‖² = 9, times the variance 2/3 of (-1, 0, 1).
            assertThat(pca.explainedVariance()).containsExactly(new double[] {6, 0, 0, 0}, within(1e-13));
            assertThat(orthonormalityDefect(pca.components())).isLessThan(1e-13);
            assertThat(pca.squaredErrors(x)).containsOnly(new double[] {0}, within(1e-25));
        }
    }

    @Test
    void constantDataAndASingleRowHaveNoVariance() {
        for (INDArray x : List.of(Nd4j.ones(DataType.DOUBLE, 6, 3), Nd4j.ones(DataType.DOUBLE, 1, 3))) {
            Pca pca = Pca.fit(x, 2);
            assertThat(pca.explainedVariance()).containsExactly(0, 0);
            assertThat(pca.explainedVarianceRatio()).containsExactly(0, 0);
            assertThat(orthonormalityDefect(pca.components())).isLessThan(1e-14);
            assertThat(pca.reconstruct(x)).isEqualTo(x);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 5})
    void numberOfDirectionsOutOfRangeIsRefused(int p) {
        assertThatThrownBy(() -> Pca.fit(Samples.correlated(7, 10, 4), p))
                .hasMessageContaining("found p = " + p + ", expected 1 to 4");
    }

    @Test
    void transformOfOtherFeaturesIsRefused() {
        assertThatThrownBy(() -> Pca.fit(Samples.correlated(7, 10, 4), 2).transform(Nd4j.ones(DataType.DOUBLE, 2, 3)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("[batch, 4]");
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY})
    void dataThatIsNotFiniteIsRefused(double bad) {
        INDArray tall = Samples.correlated(7, 10, 4).putScalar(3, 2, bad);
        INDArray wide = Samples.correlated(7, 3, 9).putScalar(1, 8, bad);
        for (INDArray x : List.of(tall, wide)) {
            assertThatThrownBy(() -> Pca.fit(x, 2))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("NaN or an infinity");
        }
    }

    @Test
    void momentsThatAreNotFiniteAreRefused() {
        INDArray mean = Nd4j.zeros(DataType.DOUBLE, 1, 2).putScalar(0, 1, Double.NaN);
        assertThatThrownBy(
                        () -> org.vae4j.baseline.Covariance.of(mean, Nd4j.eye(2).castTo(DataType.DOUBLE), 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("NaN or an infinity");
    }

    private static INDArray part(INDArray x, int from, int to) {
        return x.get(NDArrayIndex.interval(from, to), NDArrayIndex.all());
    }

    private static double orthonormalityDefect(INDArray u) {
        return u.transpose()
                .mmul(u)
                .sub(Nd4j.eye(u.columns()).castTo(DataType.DOUBLE))
                .norm2Number()
                .doubleValue();
    }
}
