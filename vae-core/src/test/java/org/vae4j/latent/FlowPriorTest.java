package org.vae4j.latent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vae4j.latent.flow.FlowPrior;
import org.vae4j.latent.prior.StandardNormalPrior;

class FlowPriorTest extends PriorContract {

    @Override
    Prior prior() {
        return new FlowPrior(3, 4, 2);
    }

    /** Small weights keep the mass on the grid, because each step scales by up to e^±2. */
    @Override
    void fill(Columns parameters, Random random) {
        Arrays.setAll(parameters.values(), i -> 0.2 * random.nextGaussian());
    }

    private static Columns normal(int rows, int columns, double scale, long seed) {
        Columns result = new Columns(rows, columns);
        Random random = new Random(seed);
        Arrays.setAll(result.values(), i -> scale * random.nextGaussian());
        return result;
    }

    private Columns newParameters(int latent) {
        Columns parameters = new Columns(1, prior().parameters(latent).columns());
        prior().initialise(parameters, latent, 7);
        assertThat(Arrays.stream(parameters.values())).as("hidden weights").anyMatch(weight -> weight != 0);
        return parameters;
    }

    /** To the bit, whatever the hidden layers, because the output layers of a new prior are zeros. */
    @ParameterizedTest
    @ValueSource(ints = {2, 5})
    void logDensityOfANewPriorIsStandardNormal(int latent) {
        Columns z = normal(6, latent, 2, 3);
        double[] flow = new double[6];
        double[] standard = new double[6];
        prior().addLogDensity(z, newParameters(latent), flow);
        new StandardNormalPrior().addLogDensity(z, new Columns(0, 0), standard);
        assertThat(flow).isEqualTo(standard);
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 5})
    void drawsOfANewPriorAreStandardNormal(int latent) {
        Columns drawn = new Columns(6, latent);
        Columns expected = new Columns(6, latent);
        prior().sample(newParameters(latent), 11, drawn);
        new StandardNormalPrior().sample(new Columns(0, 0), 11, expected);
        assertThat(drawn.values()).isEqualTo(expected.values());
    }

    @Test
    void oneDimensionIsRefused() {
        assertThatThrownBy(() -> prior().requireDimensions(1))
                .hasMessageContaining("model.prior: found flow over 1 dimension, expected");
    }

    /** The first step changes the second half alone, the smaller one where the number of dimensions is odd. */
    @Test
    void oneStepChangesTheSecondHalfOnly() {
        FlowPrior one = new FlowPrior(1, 4, 1);
        Columns parameters = normal(1, one.parameters(3).columns(), 1, 5);
        Columns drawn = new Columns(5, 3);
        one.sample(parameters, 3, drawn);
        Columns noise = new Columns(5, 3);
        new StandardNormalPrior().sample(new Columns(0, 0), 3, noise);
        assertThat(Arrays.copyOf(drawn.values(), 10)).isEqualTo(Arrays.copyOf(noise.values(), 10));
        for (int r = 0; r < 5; r++) {
            assertThat(drawn.values()[10 + r]).isNotEqualTo(noise.values()[10 + r]);
        }
    }
}
