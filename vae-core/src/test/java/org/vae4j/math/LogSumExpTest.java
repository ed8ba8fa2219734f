package org.vae4j.math;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.vae4j.testing.SeededProperty;

class LogSumExpTest {

    private static final double MINUS_INFINITY = Double.NEGATIVE_INFINITY;
    private static final double INFINITY = Double.POSITIVE_INFINITY;

    @Test
    void ofAddsProbabilitiesGivenByTheirLogs() {
        assertThat(LogSumExp.of(Math.log(0.2), Math.log(0.3), Math.log(0.5))).isCloseTo(0, within(1e-15));
    }

    @Test
    void meanOfAveragesWeightsGivenByTheirLogs() {
        assertThat(LogSumExp.meanOf(Math.log(1), Math.log(3))).isCloseTo(Math.log(2), within(1e-15));
    }

    @Test
    void ofDoesNotOverflowWhereExponentialsDo() {
        assertThat(LogSumExp.of(-1000, -1000)).isCloseTo(-1000 + Math.log(2), within(1e-12));
        assertThat(LogSumExp.of(1000, 1000)).isCloseTo(1000 + Math.log(2), within(1e-12));
    }

    @Test
    void ofKeepsInfinitiesAndNaN() {
        assertThat(LogSumExp.of()).isEqualTo(MINUS_INFINITY);
        assertThat(LogSumExp.of(MINUS_INFINITY, MINUS_INFINITY)).isEqualTo(MINUS_INFINITY);
        assertThat(LogSumExp.of(MINUS_INFINITY, 2)).isEqualTo(2);
        assertThat(LogSumExp.of(INFINITY, 2)).isEqualTo(INFINITY);
        assertThat(LogSumExp.of(Double.NaN, 2)).isNaN();
    }

    @Test
    void runningSumKeepsInfinitiesAndNaN() {
        assertThat(running()).isEqualTo(MINUS_INFINITY);
        assertThat(running(MINUS_INFINITY, MINUS_INFINITY)).isEqualTo(MINUS_INFINITY);
        assertThat(running(MINUS_INFINITY, 2)).isEqualTo(2);
        assertThat(running(2, INFINITY, INFINITY, 3)).isEqualTo(INFINITY);
        assertThat(running(Double.NaN, 2, 3)).isNaN();
        assertThat(running(2, Double.NaN, 3)).isNaN();
        assertThat(running(INFINITY, Double.NaN)).isNaN();
    }

    @Test
    void meanOfNoTermsIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(LogSumExp::meanOf).withMessageContaining("at least one");
        assertThatIllegalArgumentException().isThrownBy(() -> new LogSumExp().mean());
    }

    @Test
    void meanCountsTermsOfZeroWeight() {
        LogSumExp sum = new LogSumExp();
        sum.add(0);
        sum.add(MINUS_INFINITY);
        assertThat(sum.count()).isEqualTo(2);
        assertThat(sum.mean()).isCloseTo(-Math.log(2), within(1e-15));
    }

    @SeededProperty
    void runningSumsAndTheirUnionMatchTheSum(
            @ForAll @Size(min = 1, max = 40) double @DoubleRange(min = -800, max = 800) [] terms,
            @ForAll @DoubleRange(min = 0, max = 1) double cut) {
        double expected = LogSumExp.of(terms);
        assertThat(running(terms)).isCloseTo(expected, within(1e-11));
        int at = (int) (cut * terms.length);
        LogSumExp left = filled(Arrays.copyOfRange(terms, 0, at));
        left.addAll(filled(Arrays.copyOfRange(terms, at, terms.length)));
        assertThat(left.value()).isCloseTo(expected, within(1e-11));
        assertThat(left.count()).isEqualTo(terms.length);
        assertThat(left.mean()).isCloseTo(LogSumExp.meanOf(terms), within(1e-11));
    }

    @SeededProperty
    void shiftOfAllTermsShiftsTheValue(
            @ForAll @Size(min = 1, max = 20) double @DoubleRange(min = -50, max = 50) [] terms,
            @ForAll @DoubleRange(min = -1e4, max = 1e4) double shift) {
        double[] shifted = Arrays.stream(terms).map(x -> x + shift).toArray();
        assertThat(LogSumExp.of(shifted)).isCloseTo(LogSumExp.of(terms) + shift, within(1e-10));
    }

    private static double running(double... terms) {
        return filled(terms).value();
    }

    private static LogSumExp filled(double... terms) {
        LogSumExp sum = new LogSumExp();
        for (double term : terms) {
            sum.add(term);
        }
        return sum;
    }
}
