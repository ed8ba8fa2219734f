package org.vae4j.experiment.report.estimate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class EstimateTest {

    @Test
    void refusesNoValues() {
        List<Double> none = List.of();
        assertThatThrownBy(() -> Estimate.of(none))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expected at least one");
    }

    /** t(0.975, 1) = 12.7062; sd / √2 of 1 and 2 is 0.5. */
    @Test
    void decimalsShowTwoDigitsOfTheHalfWidth() {
        Estimate wide = Estimate.of(List.of(1.0, 2.0));
        assertThat(wide.decimals()).isEqualTo(1);
        assertThat(wide.text(wide.decimals())).isEqualTo("1.5 ± 6.4");
        assertThat(Estimate.of(List.of(161.0, 262.0)).decimals()).isZero();
        assertThat(Estimate.of(List.of(-1.0, -1.0001)).text(2)).isEqualTo("−1.00 ± 0.00");
    }

    @Test
    void equalCountsHaveNoDecimals() {
        Estimate count = Estimate.of(List.of(20.0, 20.0));
        assertThat(count.text(count.decimals())).isEqualTo("20 ± 0");
    }

    /** The interval of 9, 10 and 10 of 10 units would reach beyond 11. */
    @Test
    void countsListDifferentValues() {
        assertThat(Estimate.of(List.of(10.0, 9.0, 10.0)).counts()).isEqualTo("9, 10, 10");
        assertThat(Estimate.of(List.of(10.0, 10.0)).counts()).isEqualTo("10");
    }

    /** t(0.975, 2) = 4.30265 from a table, over √3. */
    @Test
    void halfWidthIsThatOfStudentsInterval() {
        Estimate estimate = Estimate.of(List.of(1.0, 2.0, 3.0));
        assertThat(estimate.mean()).isEqualTo(2);
        assertThat(estimate.standardDeviation()).hasValue(1);
        assertThat(estimate.halfWidth().orElseThrow()).isCloseTo(2.48414, within(1e-5));
    }

    @Test
    void aSingleValueHasNoInterval() {
        assertThat(Estimate.of(List.of(5.0)).halfWidth()).isEmpty();
    }

    @Test
    void intervalIsCutAtTheLimitsOfTheQuantity() {
        assertThat(Estimate.of(List.of(0.0, 20.0)).interval(0, 20).ends()).containsExactly(0.0, 20.0);
    }
}
