package org.vae4j.latent.hamiltonian;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.vae4j.latent.prior.RingPrior;
import org.vae4j.latent.prior.StandardNormalPrior;
import org.vae4j.math.GaussianNoise;

class PriorTargetTest {

    private static final int LATENT = 2;
    private static final double[] Z = GaussianNoise.draw(1, 6);

    /** The matrix of second derivatives of log N(z; 0, I) is -I. */
    @Test
    void curvatureOfTheStandardNormalIsTheNegativeDirection() {
        double[] direction = GaussianNoise.draw(2, 6);
        double[] curvature = new PriorTarget(new StandardNormalPrior(), LATENT).curvature(Z, direction);
        for (int i = 0; i < direction.length; i++) {
            assertThat(curvature[i]).as("value %d", i).isCloseTo(-direction[i], within(1e-10));
        }
    }

    /** The differences are taken over another distance than those of the class. */
    @Test
    void curvatureMatchesFiniteDifferencesOfTheSlope() {
        double h = 1e-5;
        double[] direction = GaussianNoise.draw(2, 6);
        PriorTarget ring = new PriorTarget(new RingPrior(2, 0.5), LATENT);
        double[] above = Z.clone();
        double[] below = Z.clone();
        for (int i = 0; i < Z.length; i++) {
            above[i] += 3 * h * direction[i];
            below[i] -= 3 * h * direction[i];
        }
        double[] upper = ring.slope(above);
        double[] lower = ring.slope(below);
        double[] curvature = ring.curvature(Z, direction);
        for (int i = 0; i < Z.length; i++) {
            assertThat(curvature[i]).as("value %d", i).isCloseTo((upper[i] - lower[i]) / (6 * h), within(1e-5));
        }
    }

    @Test
    void curvatureAlongAZeroDirectionIsZero() {
        double[] direction = {0, 1, 0, 0, 2, 0};
        double[] curvature = new PriorTarget(new StandardNormalPrior(), LATENT).curvature(new double[6], direction);
        assertThat(curvature).containsExactly(new double[] {0, -1, 0, 0, -2, 0}, within(1e-11));
    }
}
