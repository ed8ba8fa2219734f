package org.vae4j.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ExampleTotalsTest {

    @Test
    void theEstimateIsTheMeanOverTheExamples() {
        ExampleTotals totals = new ExampleTotals();
        totals.add(new ExampleEstimate(-3, 0.3, 8));
        totals.add(new ExampleEstimate(-5, 0.4, 2));
        LogLikelihoodEstimate found = totals.estimate(10);
        assertThat(found.examples()).isEqualTo(2);
        assertThat(found.samples()).isEqualTo(10);
        assertThat(found.negLogLikelihoodNats()).isCloseTo(4, within(1e-15));
        // The standard deviation of 3 and 5 is √2.
        assertThat(found.standardErrorNats()).isCloseTo(1, within(1e-15));
        assertThat(found.samplingErrorNats()).isCloseTo(0.25, within(1e-15));
        assertThat(found.effectiveSampleSize()).isCloseTo(5, within(1e-15));
        assertThat(found.smallestEffectiveSampleSize()).isEqualTo(2);
    }
}
