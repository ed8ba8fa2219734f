package org.vae4j.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class AdamStepTest {

    /** Moments that begin at zero are divided by 1 - βᵗ in step t = 1, 2, … (Kingma and Ba 2015, algorithm 1). */
    @Test
    void rateContainsTheCorrectionOfBothMoments() {
        double first = 1 - 0.9 * 0.9 * 0.9;
        double second = 1 - 0.99 * 0.99 * 0.99;
        AdamStep third = AdamStep.at(0.01, 0.9, 0.99, 1e-8, 2, 0.5);
        assertThat(third.rate()).isCloseTo(0.01 * Math.sqrt(second) / first, within(1e-15));
        assertThat(third).isEqualTo(new AdamStep(third.rate(), 0.9, 0.99, 1e-8, 0.5));
    }

    /** In the first step both moments are one gradient's, so a parameter moves by the learning rate. */
    @Test
    void firstStepIsTheLearningRate() {
        AdamStep step = AdamStep.at(0.01, 0.9, 0.99, 0, 0, 1);
        double gradient = 3;
        double moment = (1 - 0.9) * gradient;
        double square = (1 - 0.99) * gradient * gradient;
        assertThat(step.rate() * moment / Math.sqrt(square)).isCloseTo(0.01, within(1e-15));
    }
}
