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
 * A product in pieces is the whole product, wherever the borders of the pieces fall and whatever BLAS there is; so is
 * one of oneDNN.
 */
class GemmTest {

    @Test
    void piecesMakeTheWhole() {
        SplittableRandom random = new SplittableRandom(7);
        for (int i = 0; i < 30; i++) {
            boolean wide = i % 5 == 0;
            // Borders are at 64 rows, 400 inner values, and, where these are few, more columns than a million allows.
            assertPiecesMakeTheWhole(
                    wide ? 1 + random.nextInt(8) : 1 + random.nextInt(200),
                    wide ? 400 + random.nextInt(800) : 1 + random.nextInt(100),
                    1 + random.nextInt(900),
                    i);
        }
    }

    @Test
    void manyRowsOfAThinFactorMakeTheWhole() {
        SplittableRandom random = new SplittableRandom(8);
        for (int i = 0; i < 20; i++) {
            // A convolution of few channels: pieces are of a million over n · k rows.
            int n = 1 + random.nextInt(32);
            int variant = i % 2 == 0 ? i : i - 1;
            assertPiecesMakeTheWhole(1025 + random.nextInt(9000), n, 1 + random.nextInt(1024 / n), variant);
        }
    }

    @Test
    void oneDnnMakesTheSameWhole() {
        assumeTrue(OneDnn.isThere(), "no natives of oneDNN for this system");
        SplittableRandom random = new SplittableRandom(9);
        for (int i = 0; i < 40; i++) {
            // With Aᵀ long sums are cut at 1024 values.
            int k = i % 5 == 0 ? 1 + random.nextInt(3000) : 1 + random.nextInt(300);
            int[] sizes = {1 + random.nextInt(200), 1 + random.nextInt(80), k};
            assertMakesTheWhole(sizes, i, Gemm::byOneDnn);
        }
    }

    private static void assertPiecesMakeTheWhole(int m, int n, int k, int variant) {
        assertMakesTheWhole(new int[] {m, n, k}, variant, Gemm::inPieces);
    }

    private static void assertMakesTheWhole(int[] sizes, int variant, BiConsumer<Gemm, Boolean> way) {
        int m = sizes[0];
        int n = sizes[1];
        int k = sizes[2];
        boolean transposeA = (variant & 1) != 0;
        boolean transposeB = (variant & 2) != 0;
        boolean accumulate = (variant & 16) != 0;
        // Rows of larger matrices: what lies around the result must stay as it is.
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
        // Partial sums, of size √k, are rounded k times, as often up as down.
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
