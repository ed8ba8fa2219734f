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
import org.vae4j.kernel.patch.PatchAxis;
import org.vae4j.kernel.patch.PatchGrid;
import org.vae4j.testing.Values;

/**
 * {@link PatchKernels} against their definition, for each implementation. The values are small whole numbers, so that
 * sums are exact in any order and every comparison is for equality.
 */
class PatchKernelsTest {

    /** The number of implementations; successive cases differ in these alone. */
    private static final int IMPLEMENTATIONS = 3;

    /** One implementation and a grid, with a range of rows of positions. */
    record Case(Kernels kernels, DataType type, PatchGrid grid, int batch, int firstRow, int rows) {
        int pixel(int c, int y, int x) {
            return (c * grid.vertical().size() + y) * grid.horizontal().size() + x;
        }

        int patchRows() {
            return rows * grid.horizontal().positions() * batch;
        }

        /** Visits every value of the patches with the index of its pixel, or -1 outside the image. */
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
    void im2colCopiesThePixelUnderEachKernelPixel(Case test) {
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
    void col2imAddsEachPatchValueToItsPixel(Case test) {
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
        return cases().limit(IMPLEMENTATIONS);
    }

    /** Sizes that do not belong to the grid. */
    private record Misfit(String what, int firstRow, int patchRows, int patchSize) {}

    @ParameterizedTest
    @MethodSource("implementations")
    void im2colRefusesSizesThatDoNotFit(Case test) {
        PatchGrid grid = new PatchGrid(2, PatchAxis.same(4, 3, 1), PatchAxis.same(5, 3, 1));
        Matrix images = test.wholeNumbers(1, 3, 40);
        List<Misfit> misfits = List.of(
                new Misfit("patches of another size", 0, 15, 17),
                new Misfit("no whole row of positions", 0, 16, 18),
                new Misfit("more rows than there are", 3, 30, 18),
                new Misfit("a negative first row", -1, 15, 18));
        for (Misfit misfit : misfits) {
            Matrix patches = test.wholeNumbers(1, misfit.patchRows, misfit.patchSize);
            assertThatThrownBy(() -> test.kernels.im2col(grid, misfit.firstRow, images, patches))
                    .as(misfit.what)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("expected [n, 40] and [rows · 5 · n, 18]");
        }
    }
}
