package org.vae4j.latent.hamiltonian;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.LUDecomposition;
import org.junit.jupiter.api.Test;
import org.vae4j.latent.prior.RingPrior;
import org.vae4j.latent.prior.StandardNormalPrior;

class LeapfrogPathTest {

    private static final int ROWS = 3;
    private static final int LATENT = 2;

    /**
     * log p = -½ a z₁² + cos(b z₁ z₂) - ¼ z₂⁴ of each row, which is no sum over the dimensions; its parameters are a and
     * b.
     */
    private static final class Curved implements Target {

        private final double[] parameters = {0.8, 1.3};
        private final double[] gradient = new double[2];

        private static double logDensity(double[] z, double[] parameters, int r, int rows) {
            double one = z[r];
            double two = z[rows + r];
            return -0.5 * parameters[0] * one * one
                    + Math.cos(parameters[1] * one * two)
                    - 0.25 * two * two * two * two;
        }

        @Override
        public double[] slope(double[] z) {
            return slope(z, parameters);
        }

        private static double[] slope(double[] z, double[] parameters) {
            int rows = z.length / LATENT;
            double[] slope = new double[z.length];
            for (int r = 0; r < rows; r++) {
                double one = z[r];
                double two = z[rows + r];
                double sine = Math.sin(parameters[1] * one * two) * parameters[1];
                slope[r] = -parameters[0] * one - sine * two;
                slope[rows + r] = -sine * one - two * two * two;
            }
            return slope;
        }

        @Override
        public double[] curvature(double[] z, double[] direction) {
            for (int p = 0; p < parameters.length; p++) {
                double[] above = parameters.clone();
                double[] below = parameters.clone();
                above[p] += 1e-5;
                below[p] -= 1e-5;
                gradient[p] += dot(slope(z, above), direction) / 2e-5 - dot(slope(z, below), direction) / 2e-5;
            }
            int rows = z.length / LATENT;
            double[] result = new double[z.length];
            for (int r = 0; r < rows; r++) {
                double product = parameters[1] * z[r] * z[rows + r];
                double b = parameters[1];
                double two = -b * b * Math.cos(product);
                double cross = two * z[r] * z[rows + r] - b * Math.sin(product);
                double first = -parameters[0] + two * z[rows + r] * z[rows + r];
                double second = two * z[r] * z[r] - 3 * z[rows + r] * z[rows + r];
                result[r] = first * direction[r] + cross * direction[rows + r];
                result[rows + r] = cross * direction[r] + second * direction[rows + r];
            }
            return result;
        }
    }

    private static double dot(double[] one, double[] other) {
        double sum = 0;
        for (int i = 0; i < one.length; i++) {
            sum += one[i] * other[i];
        }
        return sum;
    }

    private static double[] some(int count, double scale, long seed) {
        Random random = new Random(seed);
        double[] values = new double[count];
        Arrays.setAll(values, i -> scale * random.nextGaussian());
        return values;
    }

    private static LeapfrogPath path(Leapfrogs leapfrogs, double[] z, double[] noise, double[] parameters) {
        return new LeapfrogPath(
                leapfrogs, new Curved(), new LeapfrogPath.Start(z, noise, parameters, z.length / LATENT));
    }

    /**
     * (z, γ) → (z_K, ρ_K) keeps the volume, whatever the temperature: ρ₀ = γ / √β₀ takes what the tempering gives back.
     * So the density of the pair changes by no determinant.
     */
    @Test
    void theVolumeOfLatentAndNoiseStays() {
        for (Leapfrogs leapfrogs :
                new Leapfrogs[] {new Leapfrogs(3, 0.2, 0.3), new Leapfrogs(1, 0.5, 0.6), new Leapfrogs(4, 0.1, 1)}) {
            double[] parameters = some(leapfrogs.parameterCount(LATENT), 0.5, 3);
            double[] start = some(2 * LATENT, 1, 4);
            double[][] jacobian = new double[2 * LATENT][2 * LATENT];
            for (int j = 0; j < 2 * LATENT; j++) {
                double[] above = image(leapfrogs, start, parameters, j, 1e-5);
                double[] below = image(leapfrogs, start, parameters, j, -1e-5);
                for (int i = 0; i < 2 * LATENT; i++) {
                    jacobian[i][j] = (above[i] - below[i]) / 2e-5;
                }
            }
            assertThat(new LUDecomposition(new Array2DRowRealMatrix(jacobian)).getDeterminant())
                    .isCloseTo(1, within(1e-8));
        }
    }

    private static double[] image(Leapfrogs leapfrogs, double[] start, double[] parameters, int moved, double by) {
        double[] at = start.clone();
        at[moved] += by;
        LeapfrogPath path =
                path(leapfrogs, Arrays.copyOf(at, LATENT), Arrays.copyOfRange(at, LATENT, 2 * LATENT), parameters);
        double[] image = Arrays.copyOf(path.z(), 2 * LATENT);
        System.arraycopy(path.momentum(), 0, image, LATENT, LATENT);
        return image;
    }

    @Test
    void withoutTemperingTheWayBackIsTheWayWithTheMomentumTurned() {
        Leapfrogs leapfrogs = new Leapfrogs(5, 0.2, 1);
        double[] z = some(ROWS * LATENT, 1, 1);
        double[] parameters = some(LATENT, 0.5, 3);
        LeapfrogPath there = path(leapfrogs, z, some(ROWS * LATENT, 1, 2), parameters);
        double[] turned = Arrays.stream(there.momentum()).map(m -> -m).toArray();
        LeapfrogPath back = path(leapfrogs, there.z(), turned, parameters);
        assertThat(back.z()).containsExactly(z, within(1e-13));
        assertThat(there.z()[0]).isNotCloseTo(z[0], within(1e-2));
    }

    /** The energy of a path of length 0.8 changes by the order of the square of the step. */
    @Test
    void theErrorOfTheEnergyIsOfSecondOrder() {
        double coarse = energyError(new Leapfrogs(8, 0.1, 1));
        double fine = energyError(new Leapfrogs(16, 0.05, 1));
        assertThat(coarse / fine).isBetween(3.6, 4.4);
        assertThat(fine).isGreaterThan(1e-8);
    }

    private static double energyError(Leapfrogs leapfrogs) {
        double[] z = some(LATENT, 1, 1);
        double[] noise = some(LATENT, 1, 2);
        LeapfrogPath path = path(leapfrogs, z, noise, new double[LATENT]);
        double before = Curved.logDensity(z, new double[] {0.8, 1.3}, 0, 1) - 0.5 * dot(noise, noise);
        double after = Curved.logDensity(path.z(), new double[] {0.8, 1.3}, 0, 1)
                - 0.5 * dot(path.momentum(), path.momentum());
        return Math.abs(after - before);
    }

    /** One step under N(0, I) is a matrix: z' = (1 - ½ε²) z + ε ρ, ρ' = (1 - ½ε²) ρ - ε (1 - ¼ε²) z. */
    @Test
    void oneStepUnderAGaussianIsTheKnownMatrix() {
        double e = 0.4;
        double beta = 0.25;
        double[] z = {0.7};
        double[] noise = {-1.1};
        LeapfrogPath path = new LeapfrogPath(
                new Leapfrogs(1, e, beta),
                new PriorTarget(new StandardNormalPrior(), 1),
                new LeapfrogPath.Start(z, noise, new double[2], 1));
        double momentum = noise[0] / Math.sqrt(beta);
        double half = 1 - 0.5 * e * e;
        double last = Math.sqrt(beta) * (half * momentum - e * (1 - 0.25 * e * e) * z[0]);
        assertThat(path.z()[0]).isCloseTo(half * z[0] + e * momentum, within(1e-15));
        assertThat(path.momentum()[0]).isCloseTo(last, within(1e-15));
        assertThat(path.logRatio()[0]).isCloseTo(0.5 * (noise[0] * noise[0] - last * last), within(1e-15));
    }

    /** √β_k = 1 / ((1 - 1/√β₀) k²/K² + 1/√β₀): of four steps from β₀ = 1/4, so that 1/√β falls from 2 to 1. */
    @Test
    void theTemperatureFallsQuadratically() {
        Leapfrogs leapfrogs = new Leapfrogs(4, 0.1, 0.25);
        double beginning = leapfrogs.beginning(new double[3]);
        double[] expected = {2, 2 - 1.0 / 16, 2 - 4.0 / 16, 2 - 9.0 / 16, 1};
        for (int k = 0; k <= 4; k++) {
            assertThat(leapfrogs.inverseRoot(beginning, k)).isCloseTo(expected[k], within(1e-15));
        }
    }

    /** Central differences of values of some units with h = 1e-5: truncation 1e-10, rounding 1e-16 / 1e-5. */
    @Test
    void gradientsAreExact() {
        for (Leapfrogs leapfrogs : new Leapfrogs[] {new Leapfrogs(3, 0.3, 0.4), new Leapfrogs(2, 0.2, 1)}) {
            double[] z = some(ROWS * LATENT, 1, 1);
            double[] noise = some(ROWS * LATENT, 1, 2);
            double[] parameters = some(leapfrogs.parameterCount(LATENT), 0.5, 3);
            Curved target = new Curved();
            LeapfrogPath path = new LeapfrogPath(leapfrogs, target, new LeapfrogPath.Start(z, noise, parameters, ROWS));
            LeapfrogPath.Gradient found = path.backward(some(z.length, 1, 5), some(ROWS, 1, 6));
            requireSlopes(leapfrogs, target, found, new double[][] {z, noise, parameters, target.parameters});
        }
    }

    private static void requireSlopes(
            Leapfrogs leapfrogs, Curved target, LeapfrogPath.Gradient found, double[][] inputs) {
        double[][] gradients = {found.z(), null, found.parameters(), target.gradient};
        for (int argument : new int[] {0, 2, 3}) {
            for (int i = 0; i < inputs[argument].length; i++) {
                double value = inputs[argument][i];
                inputs[argument][i] = value + 1e-5;
                double above = weighted(leapfrogs, target, inputs);
                inputs[argument][i] = value - 1e-5;
                double below = weighted(leapfrogs, target, inputs);
                inputs[argument][i] = value;
                double slope = (above - below) / 2e-5;
                assertThat(gradients[argument][i])
                        .as("argument %d, value %d", argument, i)
                        .isCloseTo(slope, within(1e-7));
                assertThat(Math.abs(slope)).isGreaterThan(1e-4);
            }
        }
    }

    private static double weighted(Leapfrogs leapfrogs, Curved target, double[][] inputs) {
        LeapfrogPath path =
                new LeapfrogPath(leapfrogs, target, new LeapfrogPath.Start(inputs[0], inputs[1], inputs[2], ROWS));
        return dot(path.z(), some(inputs[0].length, 1, 5)) + dot(path.logRatio(), some(ROWS, 1, 6));
    }

    /** That of N(0, I) is -direction, that of a ring a difference of its gradients over another distance. */
    @Test
    void thePriorsCurvatureIsItsSecondDerivative() {
        double[] z = some(ROWS * LATENT, 1, 1);
        double[] direction = some(ROWS * LATENT, 3, 2);
        double[] standard = new PriorTarget(new StandardNormalPrior(), LATENT).curvature(z, direction);
        PriorTarget ring = new PriorTarget(new RingPrior(2, 0.5), LATENT);
        double[] curved = ring.curvature(z, direction);
        double[] above = z.clone();
        double[] below = z.clone();
        for (int i = 0; i < z.length; i++) {
            assertThat(standard[i]).isCloseTo(-direction[i], within(1e-10));
            above[i] += 1e-5 * direction[i];
            below[i] -= 1e-5 * direction[i];
        }
        double[] upper = ring.slope(above);
        double[] lower = ring.slope(below);
        for (int i = 0; i < z.length; i++) {
            assertThat(curved[i]).isCloseTo((upper[i] - lower[i]) / 2e-5, within(1e-5));
        }
    }

    @Test
    void aRowWithoutDirectionHasNoCurvature() {
        double[] direction = {0, 1, 0, 0, 2, 0};
        double[] curvature = new PriorTarget(new StandardNormalPrior(), LATENT).curvature(new double[6], direction);
        assertThat(curvature).containsExactly(new double[] {0, -1, 0, 0, -2, 0}, within(1e-11));
    }

    @Test
    void settingsOutOfRangeAreRefused() {
        assertThatThrownBy(() -> new Leapfrogs(0, 0.1, 1)).hasMessageContaining("length: found 0");
        assertThatThrownBy(() -> new Leapfrogs(1, Double.NaN, 1)).hasMessageContaining("step: found NaN");
        assertThatThrownBy(() -> new Leapfrogs(1, 0.1, 1.5)).hasMessageContaining("beta0: found 1.5");
    }
}
