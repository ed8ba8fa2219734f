package org.vae4j.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;
import static org.assertj.core.api.Assertions.offset;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.IntToDoubleFunction;
import java.util.stream.Stream;
import org.apache.commons.math3.distribution.NormalDistribution;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.vae4j.kernel.cpu.Blocks;
import org.vae4j.testing.Values;

/**
 * The contract of every implementation of {@link Kernels}: each kernel against its scalar formula in double precision.
 *
 * <p>Tolerances are in units of the type's rounding, 2^-23 or 2^-52, relative to the size of the terms that are added
 * (so that a result that is small by cancellation is not held to its own size): {@link #ELEMENT} of them for an
 * elementary function and the few operations around it, and the number of terms more for a sum. {@link #TINY} allows
 * for results below the smallest normal float, which the CPU's kernels do not resolve.
 */
public abstract class KernelsContract {

    private static final double ELEMENT = 6;
    private static final double TINY = 2e-38;
    private static final double HALF_LOG_TWO_PI = 0.918938533204672741780329736405617640;

    private final Kernels kernels;
    private final DataType type;
    private final double unit;

    protected KernelsContract(Kernels kernels, DataType type) {
        this.kernels = kernels;
        this.type = type;
        this.unit = type == DataType.FLOAT ? 0x1p-23 : 0x1p-52;
    }

    /** Rows and columns around the borders of a block, and some at random. */
    static Stream<Arguments> shapes() {
        int block = Blocks.LENGTH;
        int[][] fixed = {
            {1, 1},
            {1, 9},
            {9, 1},
            {2, 3},
            {block - 1, 2},
            {block, 2},
            {block + 1, 2},
            {2 * block + 1, 1},
            {block / 2, 5},
            {block / 2 - 1, 5},
            {block / 2 + 1, 3},
            {block / 3, 7},
            {block / 3 + 1, 7},
            {1, block + 1}
        };
        List<Arguments> shapes = new ArrayList<>();
        for (int[] shape : fixed) {
            shapes.add(Arguments.of(shape[0], shape[1]));
        }
        SplittableRandom random = new SplittableRandom(20);
        for (int i = 0; i < 6; i++) {
            shapes.add(Arguments.of(1 + random.nextInt(300), 1 + random.nextInt(40)));
        }
        return shapes.stream();
    }

    private Matrix matrix(int rows, int columns, IntToDoubleFunction values) {
        return Matrix.of(Values.array(type, rows, columns, values));
    }

    private Matrix normal(long seed, int rows, int columns, double scale) {
        return Matrix.of(Values.normal(seed, type, rows, columns, scale));
    }

    private Matrix pixels(long seed, int rows, int columns) {
        return Matrix.of(Values.pixels(seed, type, rows, columns));
    }

    private Matrix garbage(int rows, int columns) {
        return matrix(rows, columns, i -> Double.NaN);
    }

    private void assertClose(
            String what, double[] actual, IntToDoubleFunction expected, IntToDoubleFunction scale, double units) {
        for (int i = 0; i < actual.length; i++) {
            double e = expected.applyAsDouble(i);
            double allowed = units * unit * Math.max(Math.abs(e), scale.applyAsDouble(i)) + TINY;
            // Built only when it fails: a million assertions would take longer than the kernels.
            if (!(Math.abs(actual[i] - e) <= allowed)) {
                fail("%s at %d: found %s, expected %s within %s", what, i, actual[i], e, allowed);
            }
        }
    }

    protected static double value(Nonlinearity f, double x) {
        return switch (f) {
            case IDENTITY -> x;
            case RELU -> x > 0 ? x : 0;
            case LEAKY_RELU -> x > 0 ? x : 0.01 * x;
            case LEAKY_RELU_20 -> x > 0 ? x : 0.2 * x;
            case TANH -> Math.tanh(x);
            case SIGMOID -> x > 0 ? 1 / (1 + Math.exp(-x)) : Math.exp(x) / (1 + Math.exp(x));
            case SOFTPLUS -> x > 0 ? x + Math.log1p(Math.exp(-x)) : Math.log1p(Math.exp(x));
            case ELU -> x > 0 ? x : Math.expm1(x);
            case SWISH -> x / (1 + Math.exp(-x));
            case GELU -> x * new NormalDistribution().cumulativeProbability(x);
            case HARDTANH -> x > 1 ? 1 : x < -1 ? -1 : x;
            case UNIT_CLAMP -> x > 1 ? 1 : x < 0 ? 0 : x;
        };
    }

    /** Of y, or of the input where the function needs it. */
    static double derivative(Nonlinearity f, double y) {
        return switch (f) {
            case IDENTITY -> 1;
            case RELU -> y > 0 ? 1 : 0;
            case LEAKY_RELU -> y > 0 ? 1 : 0.01;
            case LEAKY_RELU_20 -> y > 0 ? 1 : 0.2;
            case TANH -> 1 - y * y;
            case SIGMOID -> y * (1 - y);
            case SOFTPLUS -> 1 - Math.exp(-y);
            case ELU -> y > 0 ? 1 : 1 + y;
            case SWISH -> (1 + Math.exp(-y) * (1 + y)) / Math.pow(1 + Math.exp(-y), 2);
            case GELU -> new NormalDistribution().cumulativeProbability(y) + y * new NormalDistribution().density(y);
            case HARDTANH -> y > -1 && y < 1 ? 1 : 0;
            case UNIT_CLAMP -> y > 0 && y < 1 ? 1 : 0;
        };
    }

    /** ND4J's log1p and expm1 are log(1 + x) and e^x - 1: right to rounding of 1, not of a small result. */
    private static double size(Nonlinearity f) {
        return switch (f) {
            case SOFTPLUS, ELU, TANH, SIGMOID, SWISH, GELU -> 1;
            default -> 0;
        };
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void addsBiasAndActivates(int rows, int columns) {
        for (Nonlinearity f : Nonlinearity.values()) {
            Matrix y = normal(1, rows, columns, 3);
            Matrix bias = normal(2, 1, columns, 1);
            double[] before = Values.of(y);
            double[] shift = Values.of(bias);
            kernels.addBiasAndActivate(y, bias, f);
            IntToDoubleFunction sum = i -> before[i] + shift[i / rows];
            assertClose(
                    f + "",
                    Values.of(y),
                    i -> value(f, sum.applyAsDouble(i)),
                    i -> size(f) + Math.abs(before[i]) + Math.abs(shift[i / rows]),
                    ELEMENT);
            assertThat(Values.of(bias)).isEqualTo(shift);
        }
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void appliesANonlinearityInPlace(int rows, int columns) {
        for (Nonlinearity f : Nonlinearity.values()) {
            Matrix x = normal(3, rows, columns, 5);
            double[] before = Values.of(x);
            kernels.apply(x, f);
            assertClose(f + "", Values.of(x), i -> value(f, before[i]), i -> size(f), ELEMENT);
        }
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void multipliesByTheDerivativeAndSumsTheRows(int rows, int columns) {
        for (Nonlinearity f : Nonlinearity.values()) {
            Matrix x = normal(4, rows, columns, 2);
            if (!f.needsInput()) {
                kernels.apply(x, f);
            }
            double[] y = Values.of(x);
            Matrix gradient = normal(5, rows, columns, 1);
            double[] g = Values.of(gradient);
            Matrix biasGradient = garbage(1, columns);
            kernels.activationGradient(x, f, gradient, biasGradient);
            assertClose(
                    f + "",
                    Values.of(gradient),
                    i -> g[i] * derivative(f, y[i]),
                    i -> size(f) * Math.abs(g[i]),
                    ELEMENT);
            double[] result = Values.of(gradient);
            double[] sums = new double[columns];
            double[] sizes = new double[columns];
            for (int i = 0; i < g.length; i++) {
                sums[i / rows] += result[i];
                sizes[i / rows] += Math.abs(result[i]);
            }
            // Rounding errors of a sum grow like the root of its length when they are as often up as down.
            assertClose(f + " bias", Values.of(biasGradient), j -> sums[j], j -> sizes[j], ELEMENT + Math.sqrt(rows));
            assertThat(Values.of(x)).isEqualTo(y);
        }
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void drawsFromTheGaussian(int rows, int columns) {
        Matrix posterior = normal(6, rows, 2 * columns, 2);
        Matrix noise = normal(7, rows, columns, 1);
        Matrix z = garbage(rows, columns);
        kernels.sampleGaussian(posterior, noise, z);
        double[] p = Values.of(posterior);
        double[] e = Values.of(noise);
        int n = rows * columns;
        assertClose(
                "z",
                Values.of(z),
                i -> p[i] + Math.exp(p[n + i] / 2) * e[i],
                i -> Math.abs(p[i]) + Math.exp(p[n + i] / 2) * Math.abs(e[i]),
                ELEMENT);
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void passesTheGradientThroughTheDraw(int rows, int columns) {
        Matrix posterior = normal(8, rows, 2 * columns, 1);
        Matrix z = normal(9, rows, columns, 1);
        Matrix zGradient = normal(10, rows, columns, 1);
        Matrix fresh = garbage(rows, 2 * columns);
        Matrix added = normal(11, rows, 2 * columns, 1);
        double[] p = Values.of(posterior);
        double[] zs = Values.of(z);
        double[] g = Values.of(zGradient);
        double[] before = Values.of(added);
        int n = rows * columns;
        IntToDoubleFunction expected = i -> i < n ? g[i] : 0.5 * g[i - n] * (zs[i - n] - p[i - n]);
        IntToDoubleFunction scale =
                i -> i < n ? Math.abs(g[i]) : 0.5 * Math.abs(g[i - n]) * (Math.abs(zs[i - n]) + Math.abs(p[i - n]));
        kernels.sampleGaussianGradient(posterior, z, zGradient, fresh, Accumulate.NO);
        assertClose("overwritten", Values.of(fresh), expected, scale, ELEMENT);
        kernels.sampleGaussianGradient(posterior, z, zGradient, added, Accumulate.YES);
        assertClose(
                "added",
                Values.of(added),
                i -> before[i] + expected.applyAsDouble(i),
                i -> Math.abs(before[i]) + scale.applyAsDouble(i),
                ELEMENT);
        assertThat(Values.of(zGradient)).isEqualTo(g);
        assertThat(Values.of(z)).isEqualTo(zs);
    }

    /** Calls a likelihood kernel for one and for several samples an example. */
    private void forSamples(int examples, int features, SampledCase test) {
        for (int samples : examples > 1500 ? new int[] {1, 2} : new int[] {1, 3}) {
            test.run(pixels(12, examples, features), samples * examples);
        }
    }

    private interface SampledCase {
        void run(Matrix x, int rows);
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void bernoulliIsTheFormula(int examples, int features) {
        forSamples(examples, features, (x, rows) -> {
            Matrix logits = normal(13, rows, features, 4);
            Matrix gradient = garbage(rows, features);
            double[] nll = new double[rows];
            Arrays.fill(nll, 1e6);
            kernels.bernoulli(x, logits, nll, gradient);
            double[] xs = Values.of(x);
            double[] l = Values.of(logits);
            IntToDoubleFunction pixel = i -> xs[i % rows % examples + i / rows * examples];
            assertClose(
                    "gradient",
                    Values.of(gradient),
                    i -> value(Nonlinearity.SIGMOID, l[i]) - pixel.applyAsDouble(i),
                    i -> 1,
                    ELEMENT);
            assertRowSums(
                    nll,
                    features,
                    i -> value(Nonlinearity.SOFTPLUS, l[i]) - l[i] * pixel.applyAsDouble(i),
                    i -> 1 + Math.abs(l[i]));
            double[] alone = new double[rows];
            Arrays.fill(alone, Double.NaN);
            kernels.bernoulliValue(x, logits, alone);
            assertRowSums(
                    alone,
                    features,
                    i -> value(Nonlinearity.SOFTPLUS, l[i]) - l[i] * pixel.applyAsDouble(i),
                    i -> 1 + Math.abs(l[i]));
            assertThat(Values.of(logits)).isEqualTo(l);
        });
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void gaussianIsTheFormula(int examples, int features) {
        forSamples(examples, features, (x, rows) -> {
            Matrix mean = normal(14, rows, features, 1);
            Matrix gradient = garbage(rows, features);
            double[] nll = new double[rows];
            double logVariance = -1.7;
            kernels.gaussian(x, mean, logVariance, nll, gradient);
            double[] xs = Values.of(x);
            double[] m = Values.of(mean);
            double precision = Math.exp(1.7);
            IntToDoubleFunction difference = i -> m[i] - xs[i % rows % examples + i / rows * examples];
            IntToDoubleFunction size = i -> Math.abs(m[i]) + 1;
            assertClose(
                    "gradient",
                    Values.of(gradient),
                    i -> difference.applyAsDouble(i) * precision,
                    i -> size.applyAsDouble(i) * precision,
                    ELEMENT);
            assertRowSums(
                    nll,
                    features,
                    i -> 0.5 * precision * Math.pow(difference.applyAsDouble(i), 2) + logVariance / 2 + HALF_LOG_TWO_PI,
                    i -> 1 + precision * Math.pow(size.applyAsDouble(i), 2));
        });
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void heteroscedasticGaussianIsTheFormula(int examples, int features) {
        forSamples(examples, features, (x, rows) -> {
            Matrix parameters = normal(15, rows, 2 * features, 1.5);
            Matrix gradient = garbage(rows, 2 * features);
            double[] nll = new double[rows];
            kernels.heteroscedasticGaussian(x, parameters, Double.NEGATIVE_INFINITY, nll, gradient);
            double[] xs = Values.of(x);
            double[] p = Values.of(parameters);
            int n = rows * features;
            IntToDoubleFunction difference = i -> p[i] - xs[i % rows % examples + i / rows * examples];
            IntToDoubleFunction precision = i -> Math.exp(-p[n + i]);
            IntToDoubleFunction halfSquare =
                    i -> 0.5 * precision.applyAsDouble(i) * Math.pow(difference.applyAsDouble(i), 2);
            IntToDoubleFunction size = i -> 1 + precision.applyAsDouble(i) * Math.pow(Math.abs(p[i]) + 1, 2);
            assertClose(
                    "gradient",
                    Values.of(gradient),
                    i -> i < n
                            ? difference.applyAsDouble(i) * precision.applyAsDouble(i)
                            : 0.5 - halfSquare.applyAsDouble(i - n),
                    i -> size.applyAsDouble(i < n ? i : i - n),
                    ELEMENT);
            assertRowSums(
                    nll,
                    features,
                    i -> halfSquare.applyAsDouble(i) + p[n + i] / 2 + HALF_LOG_TWO_PI,
                    i -> size.applyAsDouble(i) + Math.abs(p[n + i]));
        });
    }

    /** Above the floor not one bit is another; below, values are those at the floor. */
    @ParameterizedTest
    @MethodSource("shapes")
    void logVariancesHaveAFloor(int examples, int features) {
        forSamples(examples, features, (x, rows) -> {
            Matrix parameters = normal(15, rows, 2 * features, 1.5);
            Matrix raised = garbage(rows, 2 * features);
            double[] p = Values.of(parameters);
            int n = rows * features;
            double floor = -0.5;
            for (int i = n; i < 2 * n; i++) {
                p[i] = Math.max(p[i], floor);
            }
            kernels.write(p, raised);
            Matrix expected = garbage(rows, 2 * features);
            Matrix found = garbage(rows, 2 * features);
            double[] expectedNll = new double[rows];
            double[] nll = new double[rows];
            kernels.heteroscedasticGaussian(x, raised, Double.NEGATIVE_INFINITY, expectedNll, expected);
            kernels.heteroscedasticGaussian(x, parameters, floor, nll, found);
            assertThat(nll).isEqualTo(expectedNll);
            double[] gradient = Values.of(expected);
            double[] given = Values.of(parameters);
            for (int i = n; i < 2 * n; i++) {
                gradient[i] = given[i] < floor ? Math.min(gradient[i], 0) : gradient[i];
            }
            assertThat(Values.of(found)).containsExactly(gradient, offset(0.0));
        });
    }

    /** The loss x²a + bx of two parameters a and b per value; all values of a stand before those of b. */
    @ParameterizedTest
    @MethodSource("shapes")
    void pointwiseIsTheSumOfTheLossesOfAnExample(int examples, int features) {
        PointwiseLoss loss = (x, parameters, gradient) -> {
            gradient[0] = x * x;
            gradient[1] = x;
            return x * x * parameters[0] + x * parameters[1];
        };
        forSamples(examples, features, (x, rows) -> {
            Matrix parameters = normal(28, rows, 2 * features, 1);
            Matrix gradient = garbage(rows, 2 * features);
            double[] losses = new double[rows];
            Arrays.fill(losses, 1e6);
            kernels.pointwise(x, parameters, loss, losses, gradient);
            int n = rows * features;
            double[] xs = Values.of(x);
            double[] p = Values.of(parameters);
            IntToDoubleFunction value = i -> xs[i % rows % examples + i / rows * examples];
            assertClose(
                    "gradient",
                    Values.of(gradient),
                    i -> Math.pow(value.applyAsDouble(i % n), i < n ? 2 : 1),
                    i -> 1,
                    ELEMENT);
            assertRowSums(
                    losses,
                    features,
                    i -> Math.pow(value.applyAsDouble(i), 2) * p[i] + value.applyAsDouble(i) * p[n + i],
                    i -> Math.abs(p[i]) + Math.abs(p[n + i]));
            assertThat(Values.of(parameters)).isEqualTo(p);
        });
    }

    @Test
    void valuesAreACopy() {
        Matrix matrix = normal(29, 3, 2, 1);
        double[] before = Values.of(matrix);
        double[] copy = kernels.values(matrix);
        assertThat(copy).isEqualTo(before);
        copy[0] += 1;
        assertThat(Values.of(matrix)).isEqualTo(before);
    }

    /** An infinite logit of the right sign is certain of the pixel. */
    @Test
    void infiniteLogitsCostNothingOrEverything() {
        double infinity = Double.POSITIVE_INFINITY;
        Matrix logits = matrix(4, 1, i -> i < 2 ? infinity : -infinity);
        Matrix x = matrix(4, 1, i -> i % 2);
        Matrix gradient = garbage(4, 1);
        double[] nll = {1, 2, 3, 4};
        kernels.bernoulli(x, logits, nll, gradient);
        assertThat(nll[1]).isCloseTo(0, within(TINY));
        assertThat(nll[2]).isCloseTo(0, within(TINY));
        assertThat(nll[0]).isGreaterThan(1e38);
        assertThat(nll[3]).isGreaterThan(1e38);
        assertThat(Values.of(gradient)).containsExactly(new double[] {1, 0, 0, -1}, within(TINY));
        double[] alone = {1, 2, 3, 4};
        kernels.bernoulliValue(x, logits, alone);
        assertThat(alone).containsExactly(nll, within(TINY));
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void extremesAreTheSmallestAndTheLargestValue(int rows, int columns) {
        Matrix matrix = normal(21, rows, columns, 3);
        double[] values = Values.of(matrix);
        assertThat(kernels.extremes(matrix))
                .containsExactly(
                        java.util.Arrays.stream(values).min().orElseThrow(),
                        java.util.Arrays.stream(values).max().orElseThrow());
        values[values.length / 2] = Double.NaN;
        kernels.write(values, matrix);
        assertThat(kernels.extremes(matrix)).containsExactly(Double.NaN, Double.NaN);
    }

    private void assertRowSums(double[] actual, int columns, IntToDoubleFunction term, IntToDoubleFunction size) {
        int rows = actual.length;
        double[] sums = new double[rows];
        double[] sizes = new double[rows];
        for (int i = 0; i < rows * columns; i++) {
            sums[i % rows] += term.applyAsDouble(i);
            sizes[i % rows] += size.applyAsDouble(i);
        }
        assertClose("negLogLikelihood", actual, r -> sums[r], r -> sizes[r], ELEMENT + Math.sqrt(columns));
    }

    /** Saturated logits keep their value and gradient in full, on the right side and on the wrong one. */
    @Test
    void bernoulliIsExactForAnyLogit() {
        double[] logits = {0, -0.0, 1e-45, -1e-45, 1e-39, 1e-20, 16, -17, 87, -88, 89, 100, -100, 1e4, -1e4, 1e30, -1e30
        };
        for (double x : new double[] {0, 1}) {
            Matrix gradient = garbage(logits.length, 1);
            double[] nll = new double[logits.length];
            Matrix l = matrix(logits.length, 1, i -> logits[i]);
            kernels.bernoulli(matrix(logits.length, 1, i -> x), l, nll, gradient);
            double[] alone = new double[logits.length];
            kernels.bernoulliValue(matrix(logits.length, 1, i -> x), l, alone);
            double[] rounded = Values.of(l);
            for (double[] values : new double[][] {nll, alone}) {
                assertClose(
                        "value",
                        values,
                        i -> value(Nonlinearity.SOFTPLUS, x == 1 ? -rounded[i] : rounded[i]),
                        i -> 1,
                        ELEMENT);
            }
            assertClose(
                    "gradient",
                    Values.of(gradient),
                    i -> x == 1 ? -value(Nonlinearity.SIGMOID, -rounded[i]) : value(Nonlinearity.SIGMOID, rounded[i]),
                    i -> 1,
                    ELEMENT);
        }
    }

    @ParameterizedTest
    @EnumSource
    void extremeArgumentsGiveTheLimitsAndNaNStaysNaN(Nonlinearity f) {
        double[] x = {
            0, -0.0, 1e-45, -1e-45, 1e-39, -1e-39, 1e-20, -1e-20, 88, -88, 89, -89, 100, -100, 1e4, -1e4, 1e30, -1e30
        };
        Matrix m = matrix(x.length, 1, i -> x[i]);
        double[] rounded = Values.of(m);
        kernels.apply(m, f);
        assertClose(f + "", Values.of(m), i -> value(f, rounded[i]), i -> size(f), ELEMENT);
        Matrix nan = garbage(3, 2);
        kernels.apply(nan, f);
        assertThat(Values.of(nan)).containsOnly(Double.NaN);
    }

    @ParameterizedTest
    @EnumSource
    void slopesAtExtremeArgumentsAreTheLimits(Nonlinearity f) {
        double[] x = {0, 5, -5, 12, -12, 88, -88, 1e4, -1e4, 1e30, -1e30};
        Matrix kept = matrix(x.length, 1, i -> x[i]);
        double[] rounded = Values.of(kept);
        if (!f.needsInput()) {
            kernels.apply(kept, f);
        }
        double[] y = Values.of(kept);
        Matrix gradient = matrix(x.length, 1, i -> 1);
        kernels.activationGradient(kept, f, gradient, garbage(1, 1));
        IntToDoubleFunction limit = i -> rounded[i] < -80 ? 0 : rounded[i] > 80 ? 1 : derivative(f, rounded[i]);
        assertClose(
                f + "",
                Values.of(gradient),
                i -> f.needsInput() ? limit.applyAsDouble(i) : derivative(f, y[i]),
                i -> 1,
                ELEMENT);
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void multipliesValueByValueAndIndicates(int rows, int columns) {
        Matrix a = normal(26, rows, columns, 1);
        Matrix b = normal(27, rows, columns, 1);
        double[] as = Values.of(a);
        double[] bs = Values.of(b);
        Matrix product = garbage(rows, columns);
        kernels.multiply(a, b, product);
        assertClose("product", Values.of(product), i -> as[i] * bs[i], i -> 0, 1);
        kernels.multiply(a, b, b);
        assertThat(Values.of(b)).isEqualTo(Values.of(product));
        assertThat(Values.of(a)).isEqualTo(as);
        kernels.indicate(a, -0.25, 1.5);
        assertClose("mask", Values.of(a), i -> as[i] > -0.25 ? 1.5 : 0, i -> 0, 0);
    }

    @Test
    void indicateIsZeroAtTheThreshold() {
        Matrix matrix = matrix(1, 3, i -> new double[] {-1, 0.5, 2}[i]);
        kernels.indicate(matrix, 0.5, 1.5);
        assertThat(Values.of(matrix)).containsExactly(0, 0, 1.5);
    }

    @Test
    void notANumberReachesTheLikelihood() {
        double[] nll = new double[2];
        kernels.bernoulli(pixels(1, 2, 3), garbage(2, 3), nll, garbage(2, 3));
        assertThat(nll).containsOnly(Double.NaN);
        kernels.bernoulliValue(pixels(1, 2, 3), garbage(2, 3), nll);
        assertThat(nll).containsOnly(Double.NaN);
        kernels.gaussian(pixels(1, 2, 3), garbage(2, 3), 0, nll, garbage(2, 3));
        assertThat(nll).containsOnly(Double.NaN);
        kernels.heteroscedasticGaussian(pixels(1, 2, 3), garbage(2, 6), -9, nll, garbage(2, 6));
        assertThat(nll).containsOnly(Double.NaN);
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void scalesRowsCopiesAddsReadsAndWrites(int rows, int columns) {
        Matrix a = normal(16, rows, columns, 1);
        double[] before = Values.of(a);
        double[] weights = Values.of(pixels(17, rows, 1));
        kernels.scaleRows(a, weights);
        assertClose("scaled", Values.of(a), i -> before[i] * weights[i % rows], i -> 0, 1);

        Matrix b = garbage(rows, columns);
        kernels.copy(a, b);
        assertThat(Values.of(b)).isEqualTo(Values.of(a));
        Matrix c = normal(18, rows, columns, 1);
        double[] other = Values.of(c);
        kernels.add(a, c);
        double[] added = Values.of(a);
        assertClose("sum", Values.of(c), i -> other[i] + added[i], i -> 0, 1);

        double[] read = new double[rows * columns + 1];
        kernels.read(a, read);
        assertThat(java.util.Arrays.copyOf(read, rows * columns)).isEqualTo(Values.of(a));
        assertThat(read[rows * columns]).isZero();
        Matrix d = garbage(rows, columns);
        kernels.write(read, d);
        assertThat(Values.of(d)).isEqualTo(Values.of(a));
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void copiesRunsOfRows(int rows, int columns) {
        Matrix whole = normal(24, rows + 5, columns, 1);
        double[] source = Values.of(whole);
        Matrix run = garbage(rows, columns);
        kernels.copy(whole.rows(2, rows), run);
        double[] found = Values.of(run);
        for (int i = 0; i < found.length; i++) {
            assertThat(found[i]).isEqualTo(source[i / rows * (rows + 5) + 2 + i % rows]);
        }
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void writesRunsOfRows(int rows, int columns) {
        Matrix whole = normal(24, rows + 5, columns, 1);
        double[] expected = Values.of(whole);
        Matrix run = normal(25, rows, columns, 1);
        double[] source = Values.of(run);
        kernels.copy(run, whole.rows(2, rows));
        for (int i = 0; i < source.length; i++) {
            expected[i / rows * (rows + 5) + 2 + i % rows] = source[i];
        }
        assertThat(Values.of(whole)).isEqualTo(expected);
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void repeatsRowsSumsTheCopiesAndFills(int rows, int columns) {
        int copies = 3;
        Matrix a = normal(21, rows, columns, 1);
        double[] source = Values.of(a);
        Matrix repeated = garbage(copies * rows, columns);
        kernels.repeatRows(a, repeated);
        double[] found = Values.of(repeated);
        for (int i = 0; i < found.length; i++) {
            int column = i / (copies * rows);
            assertThat(found[i]).isEqualTo(source[column * rows + i % (copies * rows) % rows]);
        }

        Matrix b = normal(22, copies * rows, columns, 1);
        double[] terms = Values.of(b);
        IntToDoubleFunction sum = i -> {
            int at = i / rows * copies * rows + i % rows;
            return terms[at] + terms[at + rows] + terms[at + 2 * rows];
        };
        Matrix c = garbage(rows, columns);
        kernels.sumRepeatedRows(b, c, Accumulate.NO);
        // Three normal terms and what they are added to: sizes up to about five.
        assertClose("sum of copies", Values.of(c), sum, i -> 5, copies + 1);
        Matrix d = normal(23, rows, columns, 1);
        double[] before = Values.of(d);
        kernels.sumRepeatedRows(b, d, Accumulate.YES);
        assertClose("added", Values.of(d), i -> before[i] + sum.applyAsDouble(i), i -> 5, copies + 1);

        kernels.fill(d, 0.25);
        assertThat(Values.of(d)).containsOnly(0.25);
    }

    @Test
    void worksOnWindowsAndLeavesTheirNeighboursAlone() {
        Matrix whole = normal(19, 5, 9, 1);
        double[] before = Values.of(whole);
        kernels.apply(whole.columns(2, 4), Nonlinearity.TANH);
        kernels.copy(whole.columns(4, 6), whole.columns(7, 9));
        double[] after = Values.of(whole);
        assertClose(
                "window",
                after,
                i -> i / 5 >= 7 ? before[i - 15] : i / 5 == 2 || i / 5 == 3 ? Math.tanh(before[i]) : before[i],
                i -> 1,
                ELEMENT);
        for (int i = 0; i < 10; i++) {
            assertThat(after[i]).isEqualTo(before[i]);
        }
    }

    @ParameterizedTest
    @MethodSource("products")
    void multipliesMatrices(int m, int k, int n) {
        for (int variant = 0; variant < 16; variant++) {
            boolean transposeA = (variant & 1) != 0;
            boolean transposeB = (variant & 2) != 0;
            boolean accumulate = (variant & 4) != 0;
            boolean window = (variant & 8) != 0;
            Matrix a = window(21, transposeA ? k : m, transposeA ? m : k, window);
            Matrix b = window(22, transposeB ? n : k, transposeB ? k : n, window);
            Matrix c = window(23, m, n, window);
            double[] as = Values.of(a);
            double[] bs = Values.of(b);
            double[] before = Values.of(c);
            if (!accumulate) {
                c.array().assign(Double.NaN);
            }
            kernels.gemm(a.allRows(), transposeA, b.allRows(), transposeB, accumulate, c.allRows());
            double[] sum = new double[m * n];
            double[] size = new double[m * n];
            for (int i = 0; i < m; i++) {
                for (int j = 0; j < n; j++) {
                    int at = i + j * m;
                    sum[at] = accumulate ? before[at] : 0;
                    size[at] = Math.abs(sum[at]);
                    for (int l = 0; l < k; l++) {
                        double term = as[transposeA ? l + i * k : i + l * m] * bs[transposeB ? j + l * n : l + j * k];
                        sum[at] += term;
                        size[at] += Math.abs(term);
                    }
                }
            }
            assertClose("product, variant " + variant, Values.of(c), i -> sum[i], i -> size[i], ELEMENT + Math.sqrt(k));
        }
    }

    static Stream<Arguments> products() {
        return Stream.of(
                Arguments.of(1, 1, 1),
                Arguments.of(1, 5, 3),
                Arguments.of(4, 1, 3),
                Arguments.of(3, 5, 1),
                Arguments.of(7, 6, 5),
                Arguments.of(33, 65, 17),
                Arguments.of(20, 300, 50),
                Arguments.of(65, 401, 90));
    }

    @Test
    void productsWithANameAreTheirVariants() {
        Matrix a = normal(21, 4, 3, 1);
        Matrix b = normal(22, 3, 5, 1);
        Matrix at = transposed(a);
        Matrix bt = transposed(b);
        Matrix plain = garbage(4, 5);
        kernels.gemm(a.allRows(), false, b.allRows(), false, false, plain.allRows());
        Matrix byTimes = garbage(4, 5);
        kernels.times(a, b, byTimes);
        assertThat(Values.of(byTimes)).containsExactly(Values.of(plain), within(1e-6));
        Matrix byTransposedTimes = garbage(4, 5);
        kernels.transposedTimes(at, b, byTransposedTimes);
        assertThat(Values.of(byTransposedTimes)).containsExactly(Values.of(plain), within(1e-6));
        Matrix sum = garbage(4, 5);
        kernels.timesTransposed(a, bt, sum);
        assertThat(Values.of(sum)).containsExactly(Values.of(plain), within(1e-6));
        kernels.transposedTimes(at, b, sum, Accumulate.YES);
        kernels.timesTransposed(a, bt, sum, Accumulate.YES);
        kernels.times(a.allRows(), b.allRows(), sum.allRows(), Accumulate.YES);
        double[] four = Arrays.stream(Values.of(plain)).map(x -> 4 * x).toArray();
        assertThat(Values.of(sum)).containsExactly(four, within(1e-5));
    }

    private Matrix transposed(Matrix matrix) {
        double[] values = Values.of(matrix);
        int rows = matrix.rows();
        int columns = matrix.columns();
        return matrix(columns, rows, i -> values[i / columns + i % columns * rows]);
    }

    /** A matrix, or the same as columns 2 … of a wider one. */
    private Matrix window(long seed, int rows, int columns, boolean window) {
        return window ? normal(seed, rows, columns + 5, 1).columns(2, 2 + columns) : normal(seed, rows, columns, 1);
    }

    @Test
    void productsOfWrongShapesAreRefused() {
        Matrix a = normal(1, 2, 3, 1);
        Matrix b = normal(2, 4, 5, 1);
        assertThatThrownBy(() -> kernels.times(a, b, garbage(2, 5)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("[2, 3]")
                .hasMessageContaining("[4, 5]");
        assertThatThrownBy(() -> kernels.transposedTimes(a, normal(2, 2, 5, 1), garbage(3, 4)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("[3, 4]");
    }

    @Test
    void adamIsTheFormula() {
        int n = 3000;
        Matrix w = normal(24, 1, n, 1);
        Matrix m = normal(25, 1, n, 0.1);
        Matrix v = matrix(1, n, i -> 1e-4 * (1 + i % 7));
        Matrix g = matrix(1, n, i -> Math.sin(i) * (i % 10 == 0 ? 1e-9 : 1));
        double[] ws = Values.of(w);
        double[] ms = Values.of(m);
        double[] vs = Values.of(v);
        double[] gs = Values.of(g);
        AdamStep step = new AdamStep(0.003, 0.8, 0.99, 1e-3, 0.25);
        kernels.adam(step, w, g, m, v);
        IntToDoubleFunction first = i -> 0.8 * ms[i] + 0.2 * gs[i] * 0.25;
        IntToDoubleFunction second = i -> 0.99 * vs[i] + 0.01 * Math.pow(gs[i] * 0.25, 2);
        assertClose("m", Values.of(m), first, i -> Math.abs(ms[i]) + Math.abs(gs[i]), ELEMENT);
        assertClose("v", Values.of(v), second, i -> 0, ELEMENT);
        assertClose(
                "w",
                Values.of(w),
                i -> ws[i] - 0.003 * first.applyAsDouble(i) / (Math.sqrt(second.applyAsDouble(i)) + 1e-3),
                i -> Math.abs(ws[i]) + 0.003,
                ELEMENT);
        assertThat(Values.of(g)).isEqualTo(gs);
    }
}
