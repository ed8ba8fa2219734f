package org.vae4j.objective.adversarial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EquilibriumTest {

    /** A discriminator is too strong with a cross-entropy below 0.5, too weak with one above 0.9. */
    private static final Equilibrium EQUILIBRIUM = new Equilibrium(0.7, 0.2);

    @ParameterizedTest(name = "real {0}, sampled {1}: discriminator learns {2}, decoder learns {3}")
    @CsvSource({
        "0.6, 0.8, true, true",
        "0.4, 0.6, false, true",
        "0.6, 0.4, false, true",
        "0.6, 1.0, true, false",
        "1.0, 0.6, true, false",
        "0.4, 1.0, true, true",
        "0.5, 0.8, true, true"
    })
    void theStrongerSidePausesUnlessBothWould(double real, double sampled, boolean discriminator, boolean decoder) {
        assertThat(EQUILIBRIUM.discriminatorLearns(real, sampled)).isEqualTo(discriminator);
        assertThat(EQUILIBRIUM.decoderLearns(real, sampled)).isEqualTo(decoder);
    }

    /** At its border a side is neither too strong nor too weak. */
    @Test
    void nobodyPausesAtTheBorders() {
        Equilibrium exact = new Equilibrium(0.75, 0.25);
        assertThat(exact.discriminatorLearns(0.5, 0.75)).isTrue();
        assertThat(exact.decoderLearns(0.75, 1)).isTrue();
    }

    @Test
    void nobodyPausesWithoutAMargin() {
        Equilibrium ungated = new Equilibrium(0.7, 0);
        assertThat(ungated.discriminatorLearns(0, 0)).isTrue();
        assertThat(ungated.decoderLearns(2, 2)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"NaN, 1", "0, 1", "Infinity, 1", "0.7, NaN", "0.7, -0.1", "0.7, Infinity"})
    void refusesNumbersOutOfRange(double nats, double margin) {
        assertThatThrownBy(() -> new Equilibrium(nats, margin))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expected finite numbers");
    }
}
