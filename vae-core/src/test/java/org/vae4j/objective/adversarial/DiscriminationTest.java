package org.vae4j.objective.adversarial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DiscriminationTest {

    /** The gradient is that of the number of latents times the loss. */
    @Test
    void gradientMatchesFiniteDifferences() {
        int latents = 5;
        double h = 1e-5;
        double[] logits = new Random(2).doubles(9, -3, 3).toArray();
        double[] gradient = new double[9];
        Discrimination.of(logits, latents, gradient);
        for (int i = 0; i < logits.length; i++) {
            double[] above = logits.clone();
            above[i] += h;
            double[] below = logits.clone();
            below[i] -= h;
            double difference = Discrimination.of(above, latents, new double[9]).nats()
                    - Discrimination.of(below, latents, new double[9]).nats();
            assertThat(gradient[i]).as("logit %d", i).isCloseTo(latents * difference / (2 * h), within(1e-8));
        }
    }

    @Test
    void logitsOfZeroCostLogTwoAndAreHalfCorrect() {
        Discrimination found = Discrimination.of(new double[5], 2, new double[5]);
        assertThat(found.nats()).isCloseTo(Math.log(2), within(1e-15));
        assertThat(found.accuracy()).isEqualTo(0.5);
    }

    /** One of two latents and two of three references: the mean of the two accuracies, however many there are. */
    @Test
    void accuracyIsTheMeanOverBothKinds() {
        Discrimination found = Discrimination.of(new double[] {4, -4, -1, -2, 3}, 2, new double[5]);
        assertThat(found.accuracy()).isCloseTo((1 / 2.0 + 2 / 3.0) / 2, within(1e-15));
    }

    @Test
    void aLogitOfZeroIsHalfCorrect() {
        assertThat(Discrimination.of(new double[] {0, -1}, 1, new double[2]).accuracy())
                .isEqualTo(0.75);
    }

    @Test
    void accuracyIsOneWhereAllSignsAreCorrect() {
        assertThat(Discrimination.of(new double[] {4, 4, -4}, 2, new double[3]).accuracy())
                .isEqualTo(1);
    }

    @Test
    void logRatioIsTheMeanLogitOfTheLatents() {
        assertThat(Discrimination.of(new double[] {4, 2, -4}, 2, new double[3]).logRatioNats())
                .isEqualTo(3);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 3})
    void refusesLogitsWithoutLatentsOrWithoutReferences(int latents) {
        assertThatThrownBy(() -> Discrimination.of(new double[3], latents, new double[3]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expected at least one latent and one reference");
    }
}
