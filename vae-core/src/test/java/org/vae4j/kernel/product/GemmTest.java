package org.vae4j.kernel.product;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.SplittableRandom;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.vae4j.kernel.Matrix;
import org.vae4j.kernel.Rows;
import org.vae4j.testing.Values;

/**
 * Products in pieces and products by oneDNN against one call of BLAS, for sizes whose pieces have borders in different
 * places. All tests hold for any BLAS.
 */
class GemmTest {

    @Test
    void piecesOfLongSumsEqualTheWholeProduct() {
        SplittableRandom random = new SplittableRandom(7);
        for (int i = 0; i < 30; i++) {
            boolean wide = i % 5 == 0;
            // Borders are at 64 rows, 400 inner values, and, where these are few, more columns than a million allows.
            Sizes sizes = new Sizes(
                    wide ? 1 + random.nextInt(8) : 1 + random.nextInt(200),
                    wide ? 400 + random.nextInt(800) : 1 + random.nextInt(100),
                    1 + random.nextInt(900));
            assertEqualsWhole(sizes, i, Gemm::inPieces);
        }
    }

    @Test
    void piecesOfATallAndThinProductEqualTheWholeProduct() {
        SplittableRandom random = new SplittableRandom(8);
        for (int i = 0; i < 20; i++) {
            // A convolution of few channels: pieces are of a million over n · k rows.
            int n = 1 + random.nextInt(32);
            int variant = i % 2 == 0 ? i : i - 1;
            Sizes sizes = new Sizes(1025 + random.nextInt(9000), n, 1 + random.nextInt(1024 / n));
            assertEqualsWhole(sizes, variant, Gemm::inPieces);
        }
    }

    @Test
    void oneDnnComputesTheSameProduct() {
        assumeTrue(OneDnn.isThere(), "no natives of oneDNN for this system");
        SplittableRandom random = new SplittableRandom(9);
        for (int i = 0; i < 40; i++) {
            // With Aᵀ long sums are cut at 1024 values.
            int k = i % 5 == 0 ? 1 + random.nextInt(3000) : 1 + random.nextInt(300);
            Sizes sizes = new Sizes(1 + random.nextInt(200), 1 + random.nextInt(80), k);
            assertEqualsWhole(sizes, i, Gemm::byOneDnn);
        }
    }

    /** A product of an m × k and a k × n matrix. */
    private record Sizes(int m, int n, int k) {}

    /**
     * Compares a way to multiply with one call of BLAS, and two runs of it with each other.
     *
     * @param variant its bits 1, 2 and 16 say whether A and B are transposed and whether the product is added; its
     *     remainder by 3 is the number of rows around each factor and the result, which must not change
     */
    private static void assertEqualsWhole(Sizes sizes, int variant, BiConsumer<Gemm, Boolean> way) {
        int m = sizes.m;
        int n = sizes.n;
        int k = sizes.k;
        boolean transposeA = (variant & 1) != 0;
        boolean transposeB = (variant & 2) != 0;
        boolean accumulate = (variant & 16) != 0;
        int around = variant % 3;
        Rows a = normal(1, transposeA ? k : m, transposeA ? m : k, around);
        Rows b = normal(2, transposeB ? n : k, transposeB ? k : n, around);
        Rows wholeRows = normal(3, m, n, around);
        Rows pieceRows = normal(3, m, n, around);
        Rows againRows = normal(3, m, n, around);
        if (!accumulate) {
            pieceRows.array().assign(Double.NaN);
        }
        new Gemm(a, transposeA, b, transposeB, wholeRows).whole(accumulate);
        way.accept(new Gemm(a, transposeA, b, transposeB, pieceRows), accumulate);
        way.accept(new Gemm(a, transposeA, b, transposeB, againRows), accumulate);
        Matrix whole = wholeRows.matrix();
        Matrix pieces = pieceRows.matrix();
        Matrix again = againRows.matrix();
        double[] expected = Values.of(whole);
        double[] found = Values.of(pieces);
        double error = 0;
        for (int i = 0; i < expected.length; i++) {
            error += Math.abs(found[i] - expected[i]) / expected.length;
        }
        // Partial sums of size √k are rounded k times in random directions: the error is about √k · √k units.
        assertThat(error)
                .as("[%d, %d] · [%d, %d], variant %d", m, k, k, n, variant)
                .isLessThanOrEqualTo(0x1p-24 * (k + 2));
        assertThat(Values.of(again)).isEqualTo(found);
    }

    private static Rows normal(long seed, int rows, int columns, int around) {
        Matrix matrix = Matrix.of(Values.normal(seed, DataType.FLOAT, rows + 2 * around, columns, 1));
        return new Rows(matrix, around, rows);
    }
}
