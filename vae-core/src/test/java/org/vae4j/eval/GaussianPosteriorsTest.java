package org.vae4j.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.apache.commons.math3.distribution.NormalDistribution;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.vae4j.testing.Values;

class GaussianPosteriorsTest {

    private static final int EXAMPLES = 3;
    private static final int LATENT = 2;
    private static final int SAMPLES = 4;

    private final GaussianPosteriors posteriors = new GaussianPosteriors(EXAMPLES, LATENT);
    private final double[] noise = Values.of(Values.normal(1, DataType.DOUBLE, SAMPLES * EXAMPLES, LATENT, 1));

    GaussianPosteriorsTest() {
        for (int i = 0; i < EXAMPLES * LATENT; i++) {
            posteriors.mean[i] = 0.4 * i - 1;
            posteriors.logVar[i] = 0.3 * i - 2;
        }
    }

    /** The sign of the noise is part of what is promised: an evaluation uses the latents of a training step. */
    @Test
    void latentIsTheMeanPlusSigmaTimesTheNoise() {
        double[] z = noise.clone();
        posteriors.place(z, SAMPLES);
        for (int i = 0; i < z.length; i++) {
            int parameter = parameterOf(i);
            double sigma = Math.exp(posteriors.logVar[parameter] / 2);
            assertThat(z[i]).as("value %d", i).isCloseTo(posteriors.mean[parameter] + sigma * noise[i], within(1e-15));
        }
    }

    @Test
    void logRatioIsThatOfTheTwoDensities() {
        double[] z = noise.clone();
        double[] found = posteriors.place(z, SAMPLES);
        double[] expected = new double[SAMPLES * EXAMPLES];
        NormalDistribution prior = new NormalDistribution();
        for (int i = 0; i < z.length; i++) {
            int parameter = parameterOf(i);
            double sigma = Math.exp(posteriors.logVar[parameter] / 2);
            NormalDistribution posterior = new NormalDistribution(posteriors.mean[parameter], sigma);
            expected[i % expected.length] += prior.logDensity(z[i]) - posterior.logDensity(z[i]);
        }
        assertThat(found).containsExactly(expected, within(1e-13));
    }

    /** The mean and variance of a value of the noise: rows are samples of all examples, columns are dimensions. */
    private static int parameterOf(int value) {
        int rows = SAMPLES * EXAMPLES;
        return value / rows * EXAMPLES + value % rows % EXAMPLES;
    }
}
