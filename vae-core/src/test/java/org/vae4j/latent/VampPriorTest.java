package org.vae4j.latent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.vae4j.latent.prior.VampPrior;

class VampPriorTest extends PriorContract {

    @Override
    Prior prior() {
        return new VampPrior(3, VampPrior.Start.NOISE, 0.05, 0.01, VampPrior.Squash.CLAMP);
    }

    /** Means within ±2 and log-variances around -0.5. */
    @Override
    void fill(Columns parameters, Random random) {
        for (int k = 0; k < parameters.rows(); k++) {
            for (int j = 0; j < 2; j++) {
                parameters.values()[parameters.at(k, j)] = 4 * random.nextDouble() - 2;
                parameters.values()[parameters.at(k, 2 + j)] = random.nextDouble() - 1;
            }
        }
    }

    /** In one dimension too, over ±15 in steps of 1/50. */
    @Test
    void densityOfOneDimensionIntegratesToOne() {
        Columns grid = new Columns(1501, 1);
        Arrays.setAll(grid.values(), n -> (n - 750) / 50.0);
        Columns components = new Columns(3, 2);
        System.arraycopy(new double[] {-1, 0.3, 2, 0.2, -3, -0.5}, 0, components.values(), 0, 6);
        double[] logDensity = new double[1501];
        prior().addLogDensity(grid, components, logDensity);
        assertThat(Arrays.stream(logDensity).map(l -> Math.exp(l) / 50).sum()).isCloseTo(1, within(1e-12));
    }

    /** The published pseudo-inputs: N(0.05, 0.01²). Of 5,000 numbers the mean scatters by 0.00014. */
    @Test
    void initialiseDrawsThePublishedPseudoInputs() {
        Columns inputs = new Columns(500, 10);
        new VampPrior().initialise(inputs, 2, 3);
        double mean = Arrays.stream(inputs.values()).average().orElseThrow();
        double variance = Arrays.stream(inputs.values())
                .map(v -> (v - mean) * (v - mean))
                .average()
                .orElseThrow();
        assertThat(mean).isCloseTo(0.05, within(6e-4));
        assertThat(Math.sqrt(variance)).isCloseTo(0.01, within(5e-4));
    }

    /** A sigmoid reaches values within 0.01 of 0 and 1, where its logits are clamped. */
    @ParameterizedTest
    @EnumSource
    void beginAtFindsNumbersThatSquashToTheExamples(VampPrior.Squash squash) {
        double[] examples = {0, 0.5, 1, 0.25};
        VampPrior prior = new VampPrior(4, VampPrior.Start.DATA, 0.05, 0, squash);
        Columns inputs = new Columns(4, 1);
        System.arraycopy(examples, 0, inputs.values(), 0, 4);
        prior.beginAt(inputs, 3);
        for (int i = 0; i < 4; i++) {
            assertThat(prior.squashing().value(inputs.values()[i]))
                    .as("example %s", examples[i])
                    .isCloseTo(examples[i], within(0.0101));
        }
    }

    @Test
    void priorWithoutComponentsIsRefused() {
        assertThatThrownBy(() -> new VampPrior(0, VampPrior.Start.DATA, 0, 0, VampPrior.Squash.NONE))
                .hasMessageContaining("components = 0");
    }

    @Test
    void negativeDeviationIsRefused() {
        assertThatThrownBy(() -> new VampPrior(1, VampPrior.Start.DATA, 0, -1, VampPrior.Squash.NONE))
                .hasMessageContaining("deviation = -1.0");
    }

    @Test
    void meanOfNaNIsRefused() {
        assertThatThrownBy(() -> new VampPrior(1, VampPrior.Start.DATA, Double.NaN, 1, VampPrior.Squash.NONE))
                .hasMessageContaining("mean = NaN");
    }
}
