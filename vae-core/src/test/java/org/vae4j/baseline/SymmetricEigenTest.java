package org.vae4j.baseline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.vae4j.math.Doubles;

class SymmetricEigenTest {

    /** Above 128 rows LAPACK's blocked algorithms begin, which went wrong with some kernels of OpenBLAS. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 17, 127, 129, 300, 500})
    void vectorsAreOrthonormalAndDiagonaliseTheMatrix(int n) {
        INDArray s = covariance(n);
        SymmetricEigen eigen = SymmetricEigen.of(s);
        INDArray v = eigen.vectors();
        double scale = eigen.values()[0];
        assertThat(Doubles.transposedTimes(v, v).distance2(Nd4j.eye(n).castTo(DataType.DOUBLE)))
                .isLessThan(1e-11);
        assertThat(Doubles.product(s, v).distance2(Doubles.scaleColumns(v, eigen.values())))
                .isLessThan(1e-11 * scale);
    }

    private static INDArray covariance(int n) {
        INDArray x = Samples.correlated(n, n + 5, n);
        return Doubles.transposedTimes(x, x);
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 17, 129})
    void valuesAreInDescendingOrder(int n) {
        double[] values = SymmetricEigen.of(covariance(n)).values();
        for (int j = 1; j < n; j++) {
            assertThat(values[j]).as("value %d", j).isLessThanOrEqualTo(values[j - 1]);
        }
    }

    @Test
    void valuesOfATwoByTwoMatrixAreKnown() {
        assertThat(SymmetricEigen.of(Samples.rows(new double[][] {{2, 1}, {1, 2}}))
                        .values())
                .containsExactly(new double[] {3, 1}, within(1e-15));
    }

    @Test
    void matrixIsNotChanged() {
        INDArray s = Samples.rows(new double[][] {{2, 1}, {1, 2}});
        SymmetricEigen.of(s);
        assertThat(s).isEqualTo(Samples.rows(new double[][] {{2, 1}, {1, 2}}));
    }

    @Test
    void asymmetricMatrixIsRefused() {
        assertThatThrownBy(() -> SymmetricEigen.of(Samples.rows(new double[][] {{2, 1}, {1.1, 2}})))
                .hasMessageContaining("expected a finite symmetric one");
    }

    @Test
    void matrixOfNaNIsRefused() {
        assertThatThrownBy(() -> SymmetricEigen.of(Samples.rows(new double[][] {{Double.NaN}})))
                .hasMessageContaining("expected a finite symmetric one");
    }

    /** Its first four values are a symmetric matrix, which was decomposed in its place. */
    @Test
    void matrixThatIsNotSquareIsRefused() {
        assertThatThrownBy(() -> SymmetricEigen.of(Samples.rows(new double[][] {{2, 1, 5}, {1, 2, 5}})))
                .isInstanceOf(ArithmeticException.class)
                .hasMessage("found a matrix of 2 rows and 3 columns, expected a square one");
    }
}
