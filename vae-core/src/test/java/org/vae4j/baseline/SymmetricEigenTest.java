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
        INDArray x = Samples.correlated(n, n + 5, n);
        INDArray s = Doubles.transposedTimes(x, x);
        SymmetricEigen eigen = SymmetricEigen.of(s);
        INDArray v = eigen.vectors();
        double scale = eigen.values()[0];
        assertThat(Doubles.transposedTimes(v, v).distance2(Nd4j.eye(n).castTo(DataType.DOUBLE)))
                .isLessThan(1e-11);
        assertThat(Doubles.product(s, v).distance2(Doubles.scaleColumns(v, eigen.values())))
                .isLessThan(1e-11 * scale);
        for (int j = 1; j < n; j++) {
            assertThat(eigen.values()[j]).isLessThanOrEqualTo(eigen.values()[j - 1]);
        }
    }

    @Test
    void theMatrixIsLeftAsItWas() {
        INDArray s = Samples.rows(new double[][] {{2, 1}, {1, 2}});
        assertThat(SymmetricEigen.of(s).values()).containsExactly(new double[] {3, 1}, within(1e-15));
        assertThat(s).isEqualTo(Samples.rows(new double[][] {{2, 1}, {1, 2}}));
    }

    @Test
    void whatIsNotSymmetricOrNotFiniteIsRefused() {
        assertThatThrownBy(() -> SymmetricEigen.of(Samples.rows(new double[][] {{2, 1}, {1.1, 2}})))
                .hasMessageContaining("expected a finite symmetric one");
        assertThatThrownBy(() -> SymmetricEigen.of(Samples.rows(new double[][] {{Double.NaN}})))
                .hasMessageContaining("expected a finite symmetric one");
    }
}
