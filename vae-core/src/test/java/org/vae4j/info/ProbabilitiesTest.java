package org.vae4j.info;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ProbabilitiesTest {

    @Test
    void normaliseDividesByTheSum() {
        assertThat(Probabilities.normalise(1, 0, 3)).containsExactly(0.25, 0, 0.75);
    }

    @Test
    void normaliseLogDoesNotUnderflow() {
        assertThat(Probabilities.normaliseLog(-1000, Double.NEGATIVE_INFINITY, -1000 + Math.log(3)))
                .containsExactly(new double[] {0.25, 0, 0.75}, within(1e-13));
    }

    @Test
    void weightsThatMakeNoDistributionAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Probabilities.normalise(0, 0))
                .withMessageContaining("sum of 0.0");
        assertThatIllegalArgumentException().isThrownBy(() -> Probabilities.normalise(1, -1));
        assertThatIllegalArgumentException().isThrownBy(() -> Probabilities.normalise(Double.POSITIVE_INFINITY));
        assertThatIllegalArgumentException().isThrownBy(() -> Probabilities.normaliseLog(Double.NEGATIVE_INFINITY));
        assertThatIllegalArgumentException().isThrownBy(() -> Probabilities.normaliseLog(Double.NaN, 0));
    }

    @Test
    void requireDistributionToleratesRoundingOnly() {
        assertThat(Probabilities.requireDistribution("p", 0.1, 0.2, 0.7)).hasSize(3);
        assertThat(Probabilities.requireDistribution("p", 0.5, 0.5 + 0.9e-9)).hasSize(2);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Probabilities.requireDistribution("p", 0.5, 0.5 + 1.1e-9));
        // Floats are not doubles: thirds of single precision are off by 1e-8 and have to be normalised.
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Probabilities.requireDistribution("p", (float) 0.1, (float) 0.2, (float) 0.7))
                .withMessageContaining("Probabilities.normalise");
    }
}
