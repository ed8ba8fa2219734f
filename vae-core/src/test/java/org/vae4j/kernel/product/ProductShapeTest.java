package org.vae4j.kernel.product;

import static org.assertj.core.api.Assertions.assertThat;
import static org.vae4j.kernel.product.ProductLibrary.BLAS;
import static org.vae4j.kernel.product.ProductLibrary.ONEDNN;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vae4j.kernel.product.ProductShape.Way;

/** Each product goes the way that was measured to be its fastest. */
class ProductShapeTest {

    @ParameterizedTest
    @CsvSource({
        "128, 400, 784, false, BLAS_IN_PIECES, ONE_DNN",
        "64, 400, 784, false, BLAS_IN_PIECES, BLAS_IN_PIECES",
        "65, 400, 784, false, BLAS_IN_PIECES, ONE_DNN",
        "20, 20, 20, false, BLAS, BLAS",
        "128, 20, 20, false, BLAS, BLAS",
        "128, 100, 200, false, BLAS_IN_PIECES, BLAS_IN_PIECES",
        "128, 200, 200, false, BLAS_IN_PIECES, ONE_DNN",
        "128, 200, 784, false, BLAS_IN_PIECES, ONE_DNN",
        "1024, 1024, 1024, false, BLAS, ONE_DNN",
        "14336, 32, 16, false, BLAS_IN_PIECES, BLAS_IN_PIECES",
        "784, 400, 128, true, BLAS, ONE_DNN",
        "784, 400, 64, true, BLAS, BLAS",
        "784, 400, 65, true, BLAS, ONE_DNN",
        "400, 40, 128, true, BLAS, BLAS",
        "512, 64, 896, true, BLAS, ONE_DNN",
        "16, 32, 14336, true, BLAS, BLAS_IN_PIECES",
        "16, 32, 100, true, BLAS, BLAS"
    })
    void choosesTheWayThatWasMeasuredToBeFastest(
            int m, int n, int k, boolean transposeA, Way byBlas, Way alsoByOneDnn) {
        ProductShape shape = new ProductShape(m, n, k, transposeA);
        assertThat(shape.way(BLAS, true)).isEqualTo(byBlas);
        assertThat(shape.way(ONEDNN, true)).isEqualTo(alsoByOneDnn);
    }

    @Test
    void withoutCopyFreeKernelsBlasUsesNoPieces() {
        for (int m : new int[] {1, 20, 64, 128, 5000}) {
            for (boolean transposeA : new boolean[] {false, true}) {
                ProductShape shape = new ProductShape(m, 400, 784, transposeA);
                assertThat(shape.way(BLAS, false)).isEqualTo(Way.BLAS);
                assertThat(shape.way(ONEDNN, false)).isEqualTo(Way.ONE_DNN);
            }
        }
    }
}
