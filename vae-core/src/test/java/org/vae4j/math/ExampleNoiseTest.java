package org.vae4j.math;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExampleNoiseTest {

    private static final long STREAM = Streams.derive(5, "latent");
    private static final NoiseRows ALL = new NoiseRows(0, 7, 0, 5);
    private static final int ALL_DIMENSIONS = 9;
    private static final NoiseRows PART = new NoiseRows(4, 2, 3, 1);
    private static final int PART_DIMENSIONS = 4;

    /** The value of a row and dimension. */
    private static double at(double[] values, NoiseRows rows, int row, int dimension) {
        return values[dimension * rows.count() + row];
    }

    @Test
    void normalIsTheGaussianNoiseOfExampleAndDraw() {
        NoiseRows rows = new NoiseRows(3, 4, 2, 5);
        double[] values = ExampleNoise.normal(STREAM, rows, 6);
        for (int s = 0; s < 5; s++) {
            for (int i = 0; i < 4; i++) {
                double[] expected = GaussianNoise.draw(Streams.at(Streams.at(STREAM, 3 + i), 2 + s), 6);
                for (int j = 0; j < 6; j++) {
                    assertThat(at(values, rows, s * 4 + i, j))
                            .as("draw %d, example %d, dimension %d", s, i, j)
                            .isEqualTo(expected[j]);
                }
            }
        }
    }

    /** Draws of more examples, draws and dimensions contain those of fewer. */
    @Test
    void normalDoesNotDependOnOtherExamplesDrawsAndDimensions() {
        assertPartOfAll(
                ExampleNoise.normal(STREAM, PART, PART_DIMENSIONS), ExampleNoise.normal(STREAM, ALL, ALL_DIMENSIONS));
    }

    @Test
    void uniformDoesNotDependOnOtherExamplesDrawsAndDimensions() {
        assertPartOfAll(
                ExampleNoise.uniform(STREAM, PART, PART_DIMENSIONS), ExampleNoise.uniform(STREAM, ALL, ALL_DIMENSIONS));
    }

    private static void assertPartOfAll(double[] part, double[] all) {
        int firstRow = (int) (PART.firstDraw() * ALL.examples() + PART.firstExample());
        for (int i = 0; i < PART.examples(); i++) {
            for (int j = 0; j < PART_DIMENSIONS; j++) {
                assertThat(at(part, PART, i, j))
                        .as("example %d, dimension %d", i, j)
                        .isEqualTo(at(all, ALL, firstRow + i, j));
            }
        }
    }

    /**
     * A million values: moments within five standard errors (1, √2, √15, √96 over 1,000), and the numbers beyond 1, 2,
     * 3 and 4.5 within five standard deviations of n·p. ND4J's generator has nothing beyond 4.8.
     */
    @ParameterizedTest(name = "{0} examples, {1} draws, {2} dimensions")
    @CsvSource({"1000000, 1, 1", "1000, 1000, 1", "1, 1000000, 1", "1, 1, 1000000", "50000, 1, 20"})
    void normalIsStandardNormalIntoTheTails(int examples, int draws, int dimensions) {
        double[] values = ExampleNoise.normal(STREAM, new NoiseRows(0, examples, 0, draws), dimensions);
        double[] moments = new double[5];
        for (double v : values) {
            double power = 1;
            for (int k = 1; k <= 4; k++) {
                power *= v;
                moments[k] += power / values.length;
            }
        }
        assertThat(moments[1]).isCloseTo(0, within(0.005));
        assertThat(moments[2]).isCloseTo(1, within(0.0071));
        assertThat(moments[3]).isCloseTo(0, within(0.0194));
        assertThat(moments[4]).isCloseTo(3, within(0.049));
        double[][] tails = {{1, 0.317310508}, {2, 0.0455002639}, {3, 0.00269979606}, {4.5, 6.7953e-6}};
        for (double[] tail : tails) {
            double expected = values.length * tail[1];
            long found =
                    Arrays.stream(values).filter(v -> Math.abs(v) > tail[0]).count();
            assertThat((double) found).as("beyond %s", tail[0]).isCloseTo(expected, within(5 * Math.sqrt(expected)));
        }
    }

    /** Correlations of v and of v² between neighbours; that of n pairs has the standard deviation 1/√n. */
    @Test
    void neighbouringExamplesDrawsAndDimensionsAreUncorrelated() {
        int examples = 300;
        int draws = 30;
        int dimensions = 20;
        NoiseRows rows = new NoiseRows(0, examples, 0, draws);
        double[] values = ExampleNoise.normal(STREAM, rows, dimensions);
        assertUncorrelated(values, 1, "example");
        assertUncorrelated(values, examples, "draw");
        assertUncorrelated(values, rows.count(), "dimension");
    }

    @Test
    void neighbouringStreamsAreUncorrelated() {
        int dimensions = 20;
        NoiseRows rows = new NoiseRows(0, 300, 0, 30);
        double[] values = ExampleNoise.normal(STREAM, rows, dimensions);
        for (double[] other : new double[][] {
            ExampleNoise.normal(Streams.derive(5, "other"), rows, dimensions),
            ExampleNoise.normal(Streams.derive(6, "latent"), rows, dimensions),
            ExampleNoise.normal(Streams.at(STREAM, 0), rows, dimensions),
            ExampleNoise.normal(Streams.at(STREAM, 1), rows, dimensions)
        }) {
            assertUncorrelated(values, other, "stream");
        }
    }

    private static void assertUncorrelated(double[] values, int lag, String what) {
        assertUncorrelated(
                Arrays.copyOf(values, values.length - lag), Arrays.copyOfRange(values, lag, values.length), what);
    }

    private static void assertUncorrelated(double[] a, double[] b, String what) {
        double products = 0;
        double squares = 0;
        for (int i = 0; i < a.length; i++) {
            products += a[i] * b[i] / a.length;
            squares += (a[i] * a[i] - 1) * (b[i] * b[i] - 1) / 2 / a.length;
        }
        double allowed = 5 / Math.sqrt(a.length);
        assertThat(products).as(what).isCloseTo(0, within(allowed));
        assertThat(squares).as(what).isCloseTo(0, within(allowed));
    }

    /** The variance of 1/12 and a count per tenth, of 200,000, within five standard deviations. */
    @Test
    void uniformFillsTheUnitIntervalEvenly() {
        double[] values = ExampleNoise.uniform(STREAM, new NoiseRows(0, 1000, 0, 10), 20);
        int[] counts = new int[10];
        for (double v : values) {
            counts[(int) (10 * v)]++;
        }
        for (int count : counts) {
            assertThat((double) count).isCloseTo(20_000, within(5 * Math.sqrt(18_000)));
        }
        assertThat(Arrays.stream(values).max().orElseThrow()).isLessThan(1);
    }

    @ParameterizedTest(name = "firstExample = {0}, examples = {1}, firstDraw = {2}, draws = {3}")
    @CsvSource({"-1, 1, 0, 1", "0, 0, 0, 1", "0, 1, -1, 1", "0, 1, 0, 0"})
    void rowsOutOfRangeAreRefused(long firstExample, int examples, long firstDraw, int draws) {
        assertThatThrownBy(() -> new NoiseRows(firstExample, examples, firstDraw, draws))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
