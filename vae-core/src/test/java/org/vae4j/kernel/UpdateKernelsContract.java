package org.vae4j.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.vae4j.kernel.cpu.Blocks;
import org.vae4j.testing.Values;

/** Compares each operation of an implementation of {@link UpdateKernels} with its formula in double precision. */
public abstract class UpdateKernelsContract {

    /** A length of several blocks of the CPU kernels, which is no multiple of a block. */
    private static final int LONG = 3000;

    private final Kernels kernels;
    private final DataType type;
    /** Six roundings of a value of size one; an expected value below 4 is taken for 4, the size of the terms. */
    private final double tolerance;

    protected UpdateKernelsContract(Kernels kernels, DataType type) {
        this.kernels = kernels;
        this.type = type;
        this.tolerance = 6 * (type == DataType.FLOAT ? 0x1p-23 : 0x1p-52);
    }

    /** Lengths around the borders of a block of the CPU kernels. */
    static IntStream lengths() {
        return IntStream.of(1, 7, Blocks.LENGTH - 1, Blocks.LENGTH, Blocks.LENGTH + 1, LONG);
    }

    private Matrix normal(long seed, int n) {
        return Matrix.of(Values.normal(seed, type, 1, n, 1));
    }

    private Matrix pixels(long seed, int n) {
        return Matrix.of(Values.pixels(seed, type, 1, n));
    }

    private void assertValues(Matrix actual, IntToDoubleFunction expected) {
        double[] found = Values.of(actual);
        for (int i = 0; i < found.length; i++) {
            double value = expected.applyAsDouble(i);
            assertThat(found[i]).as("value %d", i).isCloseTo(value, within(tolerance * Math.max(4, Math.abs(value))));
        }
    }

    @ParameterizedTest
    @MethodSource("lengths")
    void blendMatchesItsFormula(int n) {
        Matrix target = normal(1, n);
        Matrix source = normal(2, n);
        double[] t = Values.of(target);
        double[] s = Values.of(source);
        kernels.blend(0.8, target, -0.3, source);
        assertValues(target, i -> 0.8 * t[i] - 0.3 * s[i]);
        assertThat(Values.of(source)).isEqualTo(s);
    }

    @Test
    void blendAcceptsOneMatrixAsTargetAndSource() {
        Matrix target = normal(1, LONG);
        double[] t = Values.of(target);
        kernels.blend(1, target, -0.25, target);
        assertValues(target, i -> 0.75 * t[i]);
        double[] before = Values.of(target);
        kernels.blend(1, target, 0, target);
        assertThat(Values.of(target)).isEqualTo(before);
    }

    @ParameterizedTest
    @MethodSource("lengths")
    void blendSquaresMatchesItsFormula(int n) {
        Matrix target = pixels(1, n);
        Matrix source = normal(2, n);
        double[] t = Values.of(target);
        double[] s = Values.of(source);
        kernels.blendSquares(0.9, target, 0.2, source);
        assertValues(target, i -> 0.9 * t[i] + 0.2 * s[i] * s[i]);
        assertThat(Values.of(source)).isEqualTo(s);
    }

    @ParameterizedTest
    @MethodSource("lengths")
    void decayingMaximumMatchesItsFormula(int n) {
        Matrix target = pixels(1, n);
        Matrix source = normal(2, n);
        double[] t = Values.of(target);
        double[] s = Values.of(source);
        kernels.decayingMaximum(0.9, target, 0.5, source);
        assertValues(target, i -> Math.max(0.9 * t[i], 0.5 * Math.abs(s[i])));
        assertThat(Values.of(source)).isEqualTo(s);
    }

    @ParameterizedTest
    @MethodSource("lengths")
    void divideMatchesItsFormula(int n) {
        Matrix target = normal(1, n);
        Matrix divisor = pixels(2, n);
        double[] t = Values.of(target);
        double[] d = Values.of(divisor);
        kernels.divide(target, divisor, 0.1);
        assertValues(target, i -> t[i] / (d[i] + 0.1));
        assertThat(Values.of(divisor)).isEqualTo(d);
    }

    @ParameterizedTest
    @MethodSource("lengths")
    void divideByRootMatchesItsFormula(int n) {
        Matrix target = normal(1, n);
        Matrix square = pixels(2, n);
        double[] t = Values.of(target);
        double[] s = Values.of(square);
        kernels.divideByRoot(target, square, 0.1);
        assertValues(target, i -> t[i] / (Math.sqrt(s[i]) + 0.1));
        assertThat(Values.of(square)).isEqualTo(s);
    }

    /** Means up to one and squares up to one: about a third of the variances are negative and count as zero. */
    @ParameterizedTest
    @MethodSource("lengths")
    void divideByDeviationTreatsNegativeVariancesAsZero(int n) {
        Matrix gradient = normal(1, n);
        double[] g = Values.of(gradient);
        Matrix square = pixels(2, n);
        double[] s = Values.of(square);
        Matrix mean = pixels(3, n);
        double[] m = Values.of(mean);
        kernels.divideByDeviation(gradient, square, mean, 1);
        double[] found = Values.of(gradient);
        // A root magnifies the rounding of a variance near zero to the root of that rounding.
        double loose = Math.sqrt(tolerance) * 5;
        for (int i = 0; i < n; i++) {
            double variance = Math.max(s[i] - m[i] * m[i], 0);
            assertThat(found[i])
                    .as("value %d", i)
                    .isCloseTo(g[i] / (Math.sqrt(variance) + 1), within(variance > 0.01 ? 30 * tolerance : loose));
        }
    }

    @Test
    void divideByDeviationWithMeanZeroEqualsDivideByRoot() {
        Matrix square = pixels(2, LONG);
        Matrix byDeviation = normal(1, LONG);
        kernels.divideByDeviation(byDeviation, square, Matrix.of(Values.array(type, 1, LONG, i -> 0)), 1e-8);
        Matrix byRoot = normal(1, LONG);
        kernels.divideByRoot(byRoot, square, 1e-8);
        assertThat(Values.of(byDeviation)).isEqualTo(Values.of(byRoot));
    }

    @ParameterizedTest
    @MethodSource("lengths")
    void clampBoundsEveryValue(int n) {
        Matrix matrix = normal(1, n);
        double[] before = Values.of(matrix);
        kernels.clamp(matrix, 0.5);
        double[] after = Values.of(matrix);
        for (int i = 0; i < n; i++) {
            assertThat(after[i]).as("value %d", i).isEqualTo(Math.max(-0.5, Math.min(0.5, before[i])));
        }
    }

    @Test
    void clampWithoutALimitChangesNothing() {
        Matrix matrix = normal(1, LONG);
        double[] before = Values.of(matrix);
        kernels.clamp(matrix, Double.POSITIVE_INFINITY);
        assertThat(Values.of(matrix)).isEqualTo(before);
    }

    @Test
    void clampKeepsNaN() {
        Matrix nan = Matrix.of(Values.array(type, 1, 3, i -> i == 1 ? Double.NaN : 9));
        kernels.clamp(nan, 1);
        assertThat(Values.of(nan)).containsExactly(1, Double.NaN, 1);
    }

    /** Scratch memory that an earlier call has filled is not added. */
    @ParameterizedTest
    @MethodSource("lengths")
    void sumOfSquaresIsThatOfTheMatrixAlone(int n) {
        kernels.sumOfSquares(normal(2, LONG));
        Matrix matrix = normal(1, n);
        double expected =
                Arrays.stream(Values.of(matrix)).map(value -> value * value).sum();
        assertThat(kernels.sumOfSquares(matrix)).isCloseTo(expected, within(1e-12 * expected));
    }

    /** 1e-30 squared is below the smallest float, 1e30 squared above the largest. */
    @ParameterizedTest
    @ValueSource(doubles = {1e-30, 1, 1e30})
    void sumOfSquaresNeitherUnderflowsNorOverflows(double size) {
        int n = LONG + 1;
        Matrix matrix = Matrix.of(Values.normal(1, type, 1, n, size));
        double[] values = Values.of(matrix);
        double expected = Arrays.stream(values).map(value -> value * value).sum();
        assertThat(kernels.sumOfSquares(matrix)).isCloseTo(expected, within(1e-12 * expected));
        double square = values[2] * values[2];
        assertThat(kernels.sumOfSquares(matrix.columns(2, 3))).isCloseTo(square, within(1e-12 * square));
    }

    /** Native memory behind the end of a matrix belongs to others. */
    @Test
    void matricesOfDifferentLengthsAreRefusedBeforeAnythingChanges() {
        Matrix target = normal(1, 5);
        double[] before = Values.of(target);
        Matrix same = normal(2, 5);
        Matrix other = normal(3, 4);
        AdamStep step = new AdamStep(0.1, 0.9, 0.99, 1e-8, 1);
        List<ThrowingCallable> calls = List.of(
                () -> kernels.adam(step, target, other, same, same),
                () -> kernels.adam(step, target, same, other, same),
                () -> kernels.adam(step, target, same, same, other),
                () -> kernels.blend(0.5, target, 1, other),
                () -> kernels.blendSquares(0.5, target, 1, other),
                () -> kernels.decayingMaximum(0.5, target, 1, other),
                () -> kernels.divide(target, other, 1),
                () -> kernels.divideByRoot(target, other, 1),
                () -> kernels.divideByDeviation(target, other, same, 1),
                () -> kernels.divideByDeviation(target, same, other, 1));
        for (int i = 0; i < calls.size(); i++) {
            assertThatThrownBy(calls.get(i))
                    .as("call %d", i)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("found 4 values, expected 5");
        }
        assertThat(Values.of(target)).isEqualTo(before);
    }

    @Test
    void blendChangesOnlyTheColumnsOfItsTarget() {
        int from = 1000;
        int to = 2100;
        Matrix matrix = normal(1, LONG);
        double[] before = Values.of(matrix);
        Matrix source = normal(2, to - from);
        double[] s = Values.of(source);
        kernels.blend(0.5, matrix.columns(from, to), 1, source);
        assertValues(matrix.columns(from, to), i -> 0.5 * before[from + i] + s[i]);
        double[] after = Values.of(matrix);
        assertThat(Arrays.copyOf(after, from)).isEqualTo(Arrays.copyOf(before, from));
        assertThat(Arrays.copyOfRange(after, to, LONG)).isEqualTo(Arrays.copyOfRange(before, to, LONG));
    }
}
