package org.vae4j.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.IntToDoubleFunction;
import java.util.function.IntUnaryOperator;
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

    /** One implementation, a size around the borders of a block, and rows or columns. */
    record Case(Kernels kernels, DataType type, int rows, int columns, Lines lines) {

        Matrix wholeNumbers(long seed) {
            SplittableRandom random = new SplittableRandom(seed);
            return Matrix.of(Values.array(type, rows, columns, i -> random.nextInt(-9, 10)));
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

        /** One value more than there are lines, which is to stay as it is. */
        double[] target() {
            double[] target = new double[count() + 1];
            Arrays.fill(target, 77);
            return target;
        }

        void assertLines(double[] found, double[] expected, double tolerance) {
            Values.assertClose(toString(), Arrays.copyOf(found, count()), expected, tolerance);
            assertThat(found[count()]).isEqualTo(77);
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
    void sumsLinesAndTheirProducts(Case test) {
        Matrix a = test.wholeNumbers(1);
        Matrix b = test.wholeNumbers(2);
        double[] as = Values.of(a);
        double[] bs = Values.of(b);
        double[] sums = test.target();
        test.kernels.sums(a, test.lines, sums);
        test.assertLines(sums, test.sums(as), 0);
        double[] products = test.target();
        test.kernels.products(a, b, test.lines, products);
        test.assertLines(products, test.sums(map(as.length, i -> as[i] * bs[i])), 0);
        assertThat(Values.of(a)).isEqualTo(as);
        assertThat(Values.of(b)).isEqualTo(bs);
    }

    /** Values around 1000, whose variance a difference of squares would lose: floats there are 6e-5 apart. */
    @ParameterizedTest
    @MethodSource("cases")
    void findsMeansAndVariancesFarFromZero(Case test) {
        Matrix x = Matrix.of(
                Values.normal(3, test.type, test.rows, test.columns, 1).addi(1000));
        double[] values = Values.of(x);
        double size = values.length / (double) test.count();
        double[] means = map(test.count(), i -> 0);
        double[] sums = test.sums(values);
        Arrays.setAll(means, j -> sums[j] / size);
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
    void scalesAndShiftsLines(Case test) {
        Matrix x = test.wholeNumbers(4);
        double[] xs = Values.of(x);
        double[] factors = test.wholeNumbersPerLine(5);
        double[] terms = test.wholeNumbersPerLine(6);
        IntUnaryOperator line = test::line;
        Matrix y = Matrix.of(Values.array(test.type, test.rows, test.columns, i -> Double.NaN));

        test.kernels.scaleAndShift(x, test.lines, factors, terms, y);
        double[] shifted = map(xs.length, i -> xs[i] * factors[line.applyAsInt(i)] + terms[line.applyAsInt(i)]);
        Values.assertClose("shifted", Values.of(y), shifted, 0);
        test.kernels.centreAndScale(x, test.lines, terms, factors, y);
        double[] centred = map(xs.length, i -> (xs[i] - terms[line.applyAsInt(i)]) * factors[line.applyAsInt(i)]);
        Values.assertClose("centred", Values.of(y), centred, 0);
        test.kernels.addScaled(x, test.lines, factors, y);
        double[] added = map(xs.length, i -> centred[i] + xs[i] * factors[line.applyAsInt(i)]);
        Values.assertClose("added", Values.of(y), added, 0);
        assertThat(Values.of(x)).isEqualTo(xs);
        test.kernels.centreAndScale(x, test.lines, terms, factors, x);
        Values.assertClose("in place", Values.of(x), centred, 0);
    }
}
