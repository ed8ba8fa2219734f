package org.vae4j.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.vae4j.kernel.cpu.Blocks;
import org.vae4j.kernel.cpu.CpuKernels;
import org.vae4j.kernel.nd4j.Nd4jKernels;
import org.vae4j.kernel.patch.PatchAxis;
import org.vae4j.kernel.patch.PatchGrid;
import org.vae4j.testing.Values;

/**
 * {@link PoolKernels} against their definition, pixel by pixel. The values are small whole numbers with many that are
 * equal, so that every comparison is for equality, and the first of equal pixels is distinguished from the others.
 */
class PoolKernelsTest {

    /** One implementation, a grid and a number of images. */
    record Case(Kernels kernels, DataType type, PatchGrid grid, int batch) {

        int windows() {
            return grid.channels() * grid.positions();
        }

        Matrix images(long seed) {
            return wholeNumbers(seed, grid.pixels());
        }

        Matrix pooled(long seed) {
            return wholeNumbers(seed, windows());
        }

        private Matrix wholeNumbers(long seed, int columns) {
            SplittableRandom random = new SplittableRandom(seed);
            return Matrix.of(Values.array(type, batch, columns, i -> random.nextInt(-3, 4)));
        }

        /** The indices, in memory order, of the pixels of one image that lie in a window. */
        List<Integer> pixels(int window, int image) {
            PatchAxis v = grid.vertical();
            PatchAxis h = grid.horizontal();
            int c = window / grid.positions();
            int p = window % grid.positions();
            List<Integer> result = new ArrayList<>();
            for (int k = 0; k < v.kernel() * h.kernel(); k++) {
                int y = p / h.positions() * v.stride() - v.before() + k / h.kernel();
                int x = p % h.positions() * h.stride() - h.before() + k % h.kernel();
                if (y >= 0 && y < v.size() && x >= 0 && x < h.size()) {
                    result.add(image + batch * ((c * v.size() + y) * h.size() + x));
                }
            }
            return result;
        }
    }

    static Stream<Case> cases() {
        SplittableRandom random = new SplittableRandom(5);
        List<Case> cases = new ArrayList<>();
        for (int i = 0; i < 25; i++) {
            PatchAxis vertical = axis(random);
            PatchGrid grid = new PatchGrid(random.nextInt(1, 4), vertical, i % 3 == 0 ? vertical : axis(random));
            int batch = i == 4 ? Blocks.LENGTH + 5 : random.nextInt(1, 8);
            cases.add(new Case(new CpuKernels(), DataType.FLOAT, grid, batch));
            cases.add(new Case(new Nd4jKernels(), DataType.FLOAT, grid, batch));
            cases.add(new Case(new Nd4jKernels(), DataType.DOUBLE, grid, batch));
        }
        return cases.stream();
    }

    private static PatchAxis axis(SplittableRandom random) {
        int kernel = random.nextInt(1, 4);
        int size = random.nextInt(kernel, 8);
        return random.nextBoolean()
                ? PatchAxis.padded(size, kernel, random.nextInt(1, 4), random.nextInt(0, (kernel + 1) / 2))
                : PatchAxis.same(size, kernel, random.nextInt(1, kernel + 1));
    }

    private interface Window {
        void visit(int pooled, List<Integer> pixels);
    }

    private static void forEachWindow(Case test, Window visit) {
        for (int window = 0; window < test.windows(); window++) {
            for (int image = 0; image < test.batch; image++) {
                visit.visit(image + test.batch * window, test.pixels(window, image));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void maxPoolTakesTheLargestPixelOfEachWindow(Case test) {
        Matrix images = test.images(1);
        double[] pixels = Values.of(images);
        double[] largest = new double[test.batch * test.windows()];
        forEachWindow(
                test,
                (i, inside) -> largest[i] =
                        inside.stream().mapToDouble(p -> pixels[p]).max().orElseThrow());
        Matrix pooled = test.pooled(2);
        test.kernels.maxPool(test.grid, images, pooled);
        Values.assertClose("largest", Values.of(pooled), largest, 0);
        assertThat(Values.of(images)).isEqualTo(pixels);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void sumPoolAddsThePixelsOfEachWindow(Case test) {
        Matrix images = test.images(1);
        double[] pixels = Values.of(images);
        double[] sums = new double[test.batch * test.windows()];
        forEachWindow(
                test,
                (i, inside) ->
                        sums[i] = inside.stream().mapToDouble(p -> pixels[p]).sum());
        Matrix pooled = test.pooled(2);
        test.kernels.sumPool(test.grid, images, pooled);
        Values.assertClose("sums", Values.of(pooled), sums, 0);
        assertThat(Values.of(images)).isEqualTo(pixels);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void maxPoolGradientGoesToTheFirstOfTheLargestPixels(Case test) {
        Matrix images = test.images(3);
        Matrix pooled = test.pooled(4);
        Matrix gradient = test.pooled(5);
        Matrix target = test.images(6);
        test.kernels.maxPool(test.grid, images, pooled);
        double[] pixels = Values.of(images);
        double[] largest = Values.of(pooled);
        double[] slopes = Values.of(gradient);
        double[] expected = Values.of(target);
        forEachWindow(test, (i, inside) -> {
            int first = inside.stream()
                    .filter(p -> pixels[p] == largest[i])
                    .findFirst()
                    .orElseThrow();
            expected[first] += slopes[i];
        });
        test.kernels.maxPoolGradient(test.grid, images, pooled, gradient, target);
        Values.assertClose("gradient of the images", Values.of(target), expected, 0);
        assertThat(Values.of(gradient)).isEqualTo(slopes);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void spreadAddsTheValueOfAWindowToAllItsPixels(Case test) {
        Matrix pooled = test.pooled(5);
        Matrix target = test.images(6);
        double[] values = Values.of(pooled);
        double[] expected = Values.of(target);
        forEachWindow(test, (i, inside) -> inside.forEach(p -> expected[p] += values[i]));
        test.kernels.spread(test.grid, pooled, target);
        Values.assertClose("images", Values.of(target), expected, 0);
        assertThat(Values.of(pooled)).isEqualTo(values);
    }

    /** A maximum must not hide a failed training. */
    @ParameterizedTest
    @MethodSource("cases")
    void maxPoolIsNaNInTheWindowsOfAPixelThatIsNaN(Case test) {
        int broken = 0;
        double[] pixels = Values.of(test.images(1));
        Matrix images = Matrix.of(
                Values.array(test.type, test.batch, test.grid.pixels(), i -> i == broken ? Double.NaN : pixels[i]));
        Matrix pooled = test.pooled(2);
        test.kernels.maxPool(test.grid, images, pooled);
        double[] found = Values.of(pooled);
        forEachWindow(
                test,
                (i, inside) ->
                        assertThat(Double.isNaN(found[i])).as("window %d", i).isEqualTo(inside.contains(broken)));
    }
}
