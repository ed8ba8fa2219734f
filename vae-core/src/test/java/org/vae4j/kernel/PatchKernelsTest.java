package org.vae4j.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.vae4j.kernel.cpu.CpuKernels;
import org.vae4j.kernel.nd4j.Nd4jKernels;
import org.vae4j.kernel.patch.PatchAxis;
import org.vae4j.kernel.patch.PatchGrid;
import org.vae4j.testing.Values;

/**
 * What a convolution needs of {@link Kernels}, each implementation against the definition. The values are small whole
 * numbers, so that sums are exact in any order and every comparison is for equality.
 */
class PatchKernelsTest {

    /** One implementation and a grid, with the rows of positions that are asked for. */
    record Case(Kernels kernels, DataType type, PatchGrid grid, int batch, int firstRow, int rows) {
        int pixel(int c, int y, int x) {
            return (c * grid.vertical().size() + y) * grid.horizontal().size() + x;
        }

        int patchRows() {
            return rows * grid.horizontal().positions() * batch;
        }

        /** Visits every value of the patches with the pixel that is there, or -1 outside the image. */
        void forEach(Visitor visitor) {
            PatchAxis v = grid.vertical();
            PatchAxis h = grid.horizontal();
            for (int k = 0; k < grid.patchSize(); k++) {
                int c = k / (v.kernel() * h.kernel());
                for (int r = 0; r < patchRows(); r++) {
                    int p = r / batch;
                    int y = (firstRow + p / h.positions()) * v.stride() - v.before() + k / h.kernel() % v.kernel();
                    int x = p % h.positions() * h.stride() - h.before() + k % h.kernel();
                    boolean inside = y >= 0 && y < v.size() && x >= 0 && x < h.size();
                    visitor.visit(r + k * patchRows(), inside ? r % batch + batch * pixel(c, y, x) : -1);
                }
            }
        }

        Matrix wholeNumbers(long seed, int rows, int columns) {
            SplittableRandom random = new SplittableRandom(seed);
            return Matrix.of(Values.array(type, rows, columns, i -> random.nextInt(-9, 10)));
        }
    }

    private interface Visitor {
        void visit(int patchValue, int pixelValue);
    }

    private static PatchAxis axis(SplittableRandom random) {
        while (true) {
            int size = random.nextInt(1, 10);
            int kernel = random.nextInt(1, 6);
            int stride = random.nextInt(1, 4);
            int padding = random.nextInt(0, kernel);
            if (random.nextBoolean()) {
                return PatchAxis.same(size, kernel, stride);
            }
            if (size + 2 * padding >= kernel) {
                return PatchAxis.padded(size, kernel, stride, padding);
            }
        }
    }

    static Stream<Case> cases() {
        SplittableRandom random = new SplittableRandom(31);
        List<Case> cases = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            PatchGrid grid = new PatchGrid(random.nextInt(1, 4), axis(random), axis(random));
            int firstRow = random.nextInt(grid.vertical().positions());
            int rows = 1 + random.nextInt(grid.vertical().positions() - firstRow);
            int batch = i % 4 == 0 ? 1 : random.nextInt(1, 8);
            cases.add(new Case(new CpuKernels(), DataType.FLOAT, grid, batch, firstRow, rows));
            cases.add(new Case(new Nd4jKernels(), DataType.FLOAT, grid, batch, firstRow, rows));
            cases.add(new Case(new Nd4jKernels(), DataType.DOUBLE, grid, batch, firstRow, rows));
        }
        return cases.stream();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void patchesAreWhatTheKernelSees(Case test) {
        Matrix images = test.wholeNumbers(1, test.batch, test.grid.pixels());
        double[] pixels = Values.of(images);
        Matrix patches = Matrix.of(Values.array(test.type, test.patchRows(), test.grid.patchSize(), i -> Double.NaN));
        test.kernels.im2col(test.grid, test.firstRow, images, patches);
        double[] expected = new double[patches.length()];
        test.forEach((value, pixel) -> expected[value] = pixel < 0 ? 0 : pixels[pixel]);
        assertThat(Values.of(patches)).isEqualTo(expected);
        assertThat(Values.of(images)).isEqualTo(pixels);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void pixelsCollectFromThePatchesThatSeeThem(Case test) {
        Matrix patches = test.wholeNumbers(2, test.patchRows(), test.grid.patchSize());
        Matrix images = test.wholeNumbers(3, test.batch, test.grid.pixels());
        double[] values = Values.of(patches);
        double[] expected = Values.of(images);
        test.forEach((value, pixel) -> {
            if (pixel >= 0) {
                expected[pixel] += values[value];
            }
        });
        test.kernels.col2im(test.grid, test.firstRow, patches, images);
        assertThat(Values.of(images)).isEqualTo(expected);
        assertThat(Values.of(patches)).isEqualTo(values);
    }

    static Stream<Case> implementations() {
        return cases().limit(3);
    }

    /** Each of the three in turn is a run of the rows of a larger matrix, whose other rows stay as they are. */
    @ParameterizedTest
    @MethodSource("implementations")
    void multipliesRunsOfRows(Case test) {
        for (boolean transposeA : new boolean[] {false, true}) {
            for (boolean transposeB : new boolean[] {false, true}) {
                for (boolean accumulate : new boolean[] {false, true}) {
                    Rows a = test.wholeNumbers(4, 9, transposeA ? 5 : 4).rows(2, transposeA ? 4 : 5);
                    Rows b = test.wholeNumbers(5, 8, transposeB ? 4 : 3).rows(1, transposeB ? 3 : 4);
                    Rows c = test.wholeNumbers(6, 11, 3).rows(3, 5);
                    double[] expected = Values.of(c.matrix());
                    for (int i = 0; i < 5; i++) {
                        for (int j = 0; j < 3; j++) {
                            double sum = accumulate ? expected[3 + i + 11 * j] : 0;
                            for (int k = 0; k < 4; k++) {
                                sum += at(a, transposeA, i, k) * at(b, transposeB, k, j);
                            }
                            expected[3 + i + 11 * j] = sum;
                        }
                    }
                    test.kernels.gemm(a, transposeA, b, transposeB, accumulate, c);
                    assertThat(Values.of(c.matrix())).isEqualTo(expected);
                }
            }
        }
    }

    private static double at(Rows rows, boolean transposed, int i, int j) {
        return rows.matrix().array().getDouble(rows.first() + (transposed ? j : i), transposed ? i : j);
    }

    @ParameterizedTest
    @MethodSource("implementations")
    void refusesSizesThatDoNotFit(Case test) {
        PatchGrid grid = new PatchGrid(2, PatchAxis.same(4, 3, 1), PatchAxis.same(5, 3, 1));
        Matrix images = test.wholeNumbers(1, 3, 40);
        for (int[] wrong : new int[][] {{0, 15, 17}, {0, 16, 18}, {3, 30, 18}, {-1, 15, 18}}) {
            Matrix patches = test.wholeNumbers(1, wrong[1], wrong[2]);
            assertThatThrownBy(() -> test.kernels.im2col(grid, wrong[0], images, patches))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("expected [n, 40] and [rows · 5 · n, 18]");
        }
        Rows rows = images.allRows();
        assertThatThrownBy(() -> test.kernels.gemm(rows, false, rows, false, false, rows))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("[3, 40]");
        assertThatThrownBy(() -> images.rows(1, 3)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void sameHalvesEvenAndOddSidesAlike() {
        assertThat(PatchAxis.same(28, 3, 2)).isEqualTo(new PatchAxis(28, 3, 2, 0, 14));
        assertThat(PatchAxis.same(7, 3, 2)).isEqualTo(new PatchAxis(7, 3, 2, 1, 4));
        assertThat(PatchAxis.same(5, 3, 1)).isEqualTo(new PatchAxis(5, 3, 1, 1, 5));
        assertThat(PatchAxis.padded(28, 4, 2, 1)).isEqualTo(new PatchAxis(28, 4, 2, 1, 14));
        assertThatThrownBy(() -> PatchAxis.padded(2, 5, 1, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("a kernel of 5");
        assertThatThrownBy(() -> PatchAxis.same(2, 5, 0)).hasMessageContaining("stride 0");
        assertThatThrownBy(() -> new PatchGrid(0, PatchAxis.same(2, 1, 1), PatchAxis.same(2, 1, 1)))
                .hasMessageContaining("found 0 channels");
    }
}
