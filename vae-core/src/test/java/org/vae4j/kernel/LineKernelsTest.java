package org.vae4j.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.IntToDoubleFunction;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.vae4j.kernel.cpu.Blocks;
import org.vae4j.kernel.cpu.CpuKernels;
import org.vae4j.kernel.nd4j.Nd4jKernels;
import org.vae4j.testing.Values;

/**
 * {@link LineKernels} against their definition. The values are small whole numbers, so that sums are exact in any order
 * and comparisons are for equality; means and variances are compared to rounding.
 */
class LineKernelsTest {

    private static final double UNTOUCHED = 77;

    /** One implementation, a matrix whose size is near that of a block, and rows or columns as the lines. */
    record Case(Kernels kernels, DataType type, int rows, int columns, Lines lines) {

        Matrix wholeNumbers(long seed) {
            SplittableRandom random = new SplittableRandom(seed);
            return Matrix.of(Values.array(type, rows, columns, i -> random.nextInt(-9, 10)));
        }

        /** A matrix of NaN, which every kernel has to overwrite. */
        Matrix undefined() {
            return Matrix.of(Values.array(type, rows, columns, i -> Double.NaN));
        }

        int count() {
            return lines == Lines.ROWS ? rows : columns;
        }

        /** The line of the i-th value, counted column by column. */
        int line(int i) {
            return lines == Lines.ROWS ? i % rows : i / rows;
        }

        double[] wholeNumbersPerLine(long seed) {
            return new SplittableRandom(seed)
                    .ints(count(), -5, 6)
                    .asDoubleStream()
                    .toArray();
        }

        double[] sums(double[] values) {
            double[] sums = new double[count()];
            for (int i = 0; i < values.length; i++) {
                sums[line(i)] += values[i];
            }
            return sums;
        }

        /**
         * An array with one value more than there are lines; {@link #assertLines} checks that the last stays as it is.
         */
        double[] target() {
            double[] target = new double[count() + 1];
            Arrays.fill(target, UNTOUCHED);
            return target;
        }

        void assertLines(double[] found, double[] expected, double tolerance) {
            Values.assertClose(toString(), Arrays.copyOf(found, count()), expected, tolerance);
            assertThat(found[count()]).isEqualTo(UNTOUCHED);
        }
    }

    static Stream<Case> cases() {
        int block = Blocks.LENGTH;
        int[][] sizes = {{1, 1}, {1, 9}, {9, 1}, {7, 5}, {block + 3, 3}, {block / 2 + 1, 5}, {2, block + 1}};
        return Stream.of(sizes)
                .flatMap(size -> Stream.of(Lines.values())
                        .flatMap(lines -> Stream.of(
                                new Case(new CpuKernels(), DataType.FLOAT, size[0], size[1], lines),
                                new Case(new Nd4jKernels(), DataType.FLOAT, size[0], size[1], lines),
                                new Case(new Nd4jKernels(), DataType.DOUBLE, size[0], size[1], lines))));
    }

    private static double[] map(int length, IntToDoubleFunction f) {
        double[] result = new double[length];
        Arrays.setAll(result, f);
        return result;
    }

    @ParameterizedTest
    @MethodSource("cases")
    void sumsAddTheValuesOfEachLine(Case test) {
        Matrix x = test.wholeNumbers(1);
        double[] values = Values.of(x);
        double[] sums = test.target();
        test.kernels.sums(x, test.lines, sums);
        test.assertLines(sums, test.sums(values), 0);
        assertThat(Values.of(x)).isEqualTo(values);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void productsAreTheInnerProductsOfLines(Case test) {
        Matrix a = test.wholeNumbers(1);
        Matrix b = test.wholeNumbers(2);
        double[] as = Values.of(a);
        double[] bs = Values.of(b);
        double[] products = test.target();
        test.kernels.products(a, b, test.lines, products);
        test.assertLines(products, test.sums(map(as.length, i -> as[i] * bs[i])), 0);
        assertThat(Values.of(a)).isEqualTo(as);
        assertThat(Values.of(b)).isEqualTo(bs);
    }

    /** Values around 1000, whose variance a difference of squares would lose: floats there are 6e-5 apart. */
    @ParameterizedTest
    @MethodSource("cases")
    void momentsAreAccurateFarFromZero(Case test) {
        Matrix x = Matrix.of(
                Values.normal(3, test.type, test.rows, test.columns, 1).addi(1000));
        double[] values = Values.of(x);
        double size = values.length / (double) test.count();
        double[] sums = test.sums(values);
        double[] means = map(test.count(), j -> sums[j] / size);
        double[] squares = test.sums(map(values.length, i -> Math.pow(values[i] - means[test.line(i)], 2)));
        double[] foundMeans = test.target();
        double[] foundVariances = test.target();
        test.kernels.moments(x, test.lines, foundMeans, foundVariances);
        boolean isFloat = test.type == DataType.FLOAT;
        test.assertLines(foundMeans, means, isFloat ? 2e-3 : 1e-11);
        test.assertLines(foundVariances, map(test.count(), j -> squares[j] / size), isFloat ? 2e-3 : 1e-11);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void scaleAndShiftMatchesItsFormula(Case test) {
        Matrix x = test.wholeNumbers(4);
        double[] xs = Values.of(x);
        double[] scales = test.wholeNumbersPerLine(5);
        double[] shifts = test.wholeNumbersPerLine(6);
        Matrix y = test.undefined();
        test.kernels.scaleAndShift(x, test.lines, scales, shifts, y);
        double[] expected = map(xs.length, i -> xs[i] * scales[test.line(i)] + shifts[test.line(i)]);
        Values.assertClose("y", Values.of(y), expected, 0);
        assertThat(Values.of(x)).isEqualTo(xs);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void centreAndScaleMatchesItsFormulaAlsoInPlace(Case test) {
        Matrix x = test.wholeNumbers(4);
        double[] xs = Values.of(x);
        double[] scales = test.wholeNumbersPerLine(5);
        double[] centres = test.wholeNumbersPerLine(6);
        Matrix y = test.undefined();
        test.kernels.centreAndScale(x, test.lines, centres, scales, y);
        double[] expected = map(xs.length, i -> (xs[i] - centres[test.line(i)]) * scales[test.line(i)]);
        Values.assertClose("y", Values.of(y), expected, 0);
        assertThat(Values.of(x)).isEqualTo(xs);
        test.kernels.centreAndScale(x, test.lines, centres, scales, x);
        Values.assertClose("in place", Values.of(x), expected, 0);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void addScaledMatchesItsFormula(Case test) {
        Matrix x = test.wholeNumbers(4);
        Matrix y = test.wholeNumbers(7);
        double[] xs = Values.of(x);
        double[] ys = Values.of(y);
        double[] scales = test.wholeNumbersPerLine(5);
        test.kernels.addScaled(x, test.lines, scales, y);
        Values.assertClose("y", Values.of(y), map(xs.length, i -> ys[i] + xs[i] * scales[test.line(i)]), 0);
        assertThat(Values.of(x)).isEqualTo(xs);
    }
}
