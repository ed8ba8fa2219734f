package org.vae4j.latent.pair;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.vae4j.dist.Gaussian;
import org.vae4j.latent.pair.SharedDimensions.Divergence;

class SharedDimensionsTest {

    /** [μ₁, log σ₁², μ₂, log σ₂²]. */
    private static final double[] PAIR = {0.4, Math.log(0.6), -0.3, Math.log(0.9)};

    private static final double[] DIVERGENCES = {0.1, 5, 2.5, 2.6, 0};

    /** KL(N(μ₁, σ₁²) ‖ N(μ₂, σ₂²)) by a sum over a fine grid. */
    private static double kl(double mean, double logVar, double otherMean, double otherLogVar) {
        double step = 1e-3;
        double sum = 0;
        for (double z = -12; z < 12; z += step) {
            double logDensity = Gaussian.logDensity(z, mean, logVar);
            sum += step * Math.exp(logDensity) * (logDensity - Gaussian.logDensity(z, otherMean, otherLogVar));
        }
        return sum;
    }

    @Test
    void forwardDivergenceMatchesQuadrature() {
        assertThat(new SharedDimensions(0, Divergence.FORWARD).between(PAIR))
                .isCloseTo(kl(PAIR[0], PAIR[1], PAIR[2], PAIR[3]), within(1e-9));
    }

    @Test
    void symmetricDivergenceIsTheMeanOfBothDirections() {
        double forward = kl(PAIR[0], PAIR[1], PAIR[2], PAIR[3]);
        double backward = kl(PAIR[2], PAIR[3], PAIR[0], PAIR[1]);
        assertThat(new SharedDimensions(0, Divergence.SYMMETRIC).between(PAIR))
                .isCloseTo((forward + backward) / 2, within(1e-9));
    }

    @Test
    void divergenceOfEqualGaussiansIsZero() {
        assertThat(new SharedDimensions(0, Divergence.FORWARD).between(new double[] {3, 2, 3, 2}))
                .isZero();
    }

    @Test
    void unknownNumberSharesDimensionsUpToTheMidrange() {
        assertThat(new SharedDimensions(0, Divergence.FORWARD).among(DIVERGENCES))
                .containsExactly(true, false, true, false, true);
    }

    @Test
    void unknownNumberSharesAllOfEqualDivergences() {
        assertThat(new SharedDimensions(0, Divergence.FORWARD).among(new double[3]))
                .containsExactly(true, true, true);
    }

    @Test
    void knownNumberLeavesOutTheLargestDivergences() {
        assertThat(new SharedDimensions(1, Divergence.FORWARD).among(DIVERGENCES))
                .containsExactly(true, false, true, true, true);
        assertThat(new SharedDimensions(3, Divergence.FORWARD).among(DIVERGENCES))
                .containsExactly(true, false, false, false, true);
    }

    @Test
    void numberAboveTheDimensionsSharesNone() {
        assertThat(new SharedDimensions(7, Divergence.FORWARD).among(DIVERGENCES))
                .containsOnly(false);
    }
}
