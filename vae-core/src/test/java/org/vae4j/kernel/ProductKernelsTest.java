package org.vae4j.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.vae4j.kernel.cpu.CpuKernels;
import org.vae4j.kernel.nd4j.Nd4jKernels;
import org.vae4j.testing.Values;

/**
 * {@link ProductKernels} against the definition of a product. The values are small whole numbers, so that sums are
 * exact in any order and every comparison is for equality.
 */
class ProductKernelsTest {

    private static final int M = 5;
    private static final int N = 3;
    private static final int K = 4;

    /** One implementation. */
    record Implementation(Kernels kernels, DataType type) {

        Matrix wholeNumbers(long seed, int rows, int columns) {
            SplittableRandom random = new SplittableRandom(seed);
            return Matrix.of(Values.array(type, rows, columns, i -> random.nextInt(-9, 10)));
        }
    }

    /** One product: op(A) · op(B) or C + op(A) · op(B). */
    record Product(Implementation by, boolean transposeA, boolean transposeB, boolean accumulate) {

        /** op(A), of size M × K, is a range of rows of a larger matrix; so are op(B) and C. */
        Rows a() {
            return by.wholeNumbers(4, 9, transposeA ? M : K).rows(2, transposeA ? K : M);
        }

        Rows b() {
            return by.wholeNumbers(5, 8, transposeB ? K : N).rows(1, transposeB ? N : K);
        }

        Rows c() {
            return by.wholeNumbers(6, 11, N).rows(3, M);
        }
    }

    static List<Implementation> implementations() {
        return List.of(
                new Implementation(new CpuKernels(), DataType.FLOAT),
                new Implementation(new Nd4jKernels(), DataType.FLOAT),
                new Implementation(new Nd4jKernels(), DataType.DOUBLE));
    }

    static Stream<Product> products() {
        List<Product> products = new ArrayList<>();
        for (Implementation by : implementations()) {
            for (boolean transposeA : new boolean[] {false, true}) {
                for (boolean transposeB : new boolean[] {false, true}) {
                    products.add(new Product(by, transposeA, transposeB, false));
                    products.add(new Product(by, transposeA, transposeB, true));
                }
            }
        }
        return products.stream();
    }

    @ParameterizedTest
    @MethodSource("products")
    void gemmMultipliesRangesOfRowsAndLeavesTheOtherRows(Product product) {
        Rows a = product.a();
        Rows b = product.b();
        Rows c = product.c();
        int rowsOfC = c.matrix().rows();
        double[] expected = Values.of(c.matrix());
        for (int i = 0; i < M; i++) {
            for (int j = 0; j < N; j++) {
                int at = c.first() + i + rowsOfC * j;
                double sum = product.accumulate ? expected[at] : 0;
                for (int k = 0; k < K; k++) {
                    sum += element(a, product.transposeA, i, k) * element(b, product.transposeB, k, j);
                }
                expected[at] = sum;
            }
        }
        product.by.kernels.gemm(a, product.transposeA, b, product.transposeB, product.accumulate, c);
        assertThat(Values.of(c.matrix())).isEqualTo(expected);
    }

    /** Element (i, j) of op(X). */
    private static double element(Rows rows, boolean transposed, int i, int j) {
        return rows.matrix().array().getDouble(rows.first() + (transposed ? j : i), transposed ? i : j);
    }

    @ParameterizedTest
    @MethodSource("implementations")
    void gemmRefusesSizesThatDoNotFit(Implementation by) {
        Rows rows = by.wholeNumbers(1, 3, 40).allRows();
        assertThatThrownBy(() -> by.kernels.gemm(rows, false, rows, false, false, rows))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("[3, 40]");
    }
}
