package org.vae4j.latent.hamiltonian;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import java.util.function.DoubleSupplier;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.LUDecomposition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vae4j.latent.prior.StandardNormalPrior;

class LeapfrogPathTest {

    private static final int ROWS = 3;
    private static final int LATENT = 2;
    /** The displacement of central differences: truncation 1e-10, rounding 1e-16 / 1e-5. */
    private static final double H = 1e-5;

    /**
     * The target log p = -½ a z₁² + cos(b z₁ z₂) - ¼ z₂⁴ of each row, which is no sum over the dimensions. Its
     * parameters are a and b, and its curvature with respect to z is exact.
     */
    private static final class Curved implements Target {

        private final double[] parameters = {0.8, 1.3};
        private final double[] gradient = new double[2];

        private static double logDensity(double[] z, double[] parameters, int r, int rows) {
            double z1 = z[r];
            double z2 = z[rows + r];
            return -0.5 * parameters[0] * z1 * z1 + Math.cos(parameters[1] * z1 * z2) - 0.25 * z2 * z2 * z2 * z2;
        }

        @Override
        public double[] slope(double[] z) {
            return slope(z, parameters);
        }

        private static double[] slope(double[] z, double[] parameters) {
            int rows = z.length / LATENT;
            double[] slope = new double[z.length];
            for (int r = 0; r < rows; r++) {
                double z1 = z[r];
                double z2 = z[rows + r];
                double sine = Math.sin(parameters[1] * z1 * z2) * parameters[1];
                slope[r] = -parameters[0] * z1 - sine * z2;
                slope[rows + r] = -sine * z1 - z2 * z2 * z2;
            }
            return slope;
        }

        @Override
        public double[] curvature(double[] z, double[] direction) {
            for (int p = 0; p < parameters.length; p++) {
                double[] above = parameters.clone();
                double[] below = parameters.clone();
                above[p] += H;
                below[p] -= H;
                gradient[p] += dot(slope(z, above), direction) / (2 * H) - dot(slope(z, below), direction) / (2 * H);
            }
            int rows = z.length / LATENT;
            double[] result = new double[z.length];
            for (int r = 0; r < rows; r++) {
                double z1 = z[r];
                double z2 = z[rows + r];
                double b = parameters[1];
                double cosine = -b * b * Math.cos(b * z1 * z2);
                double d11 = -parameters[0] + cosine * z2 * z2;
                double d12 = cosine * z1 * z2 - b * Math.sin(b * z1 * z2);
                double d22 = cosine * z1 * z1 - 3 * z2 * z2;
                result[r] = d11 * direction[r] + d12 * direction[rows + r];
                result[rows + r] = d12 * direction[r] + d22 * direction[rows + r];
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

    private static double[] normal(int count, double scale, long seed) {
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
     * The map from (z, γ) to (z_K, ρ_K) keeps the volume at every temperature, because the factor of ρ₀ = γ / √β₀ and
     * those of the tempering cancel. So the density of the pair changes by no determinant.
     */
    @ParameterizedTest(name = "length = {0}, step = {1}, beta0 = {2}")
    @CsvSource({"3, 0.2, 0.3", "1, 0.5, 0.6", "4, 0.1, 1"})
    void pathKeepsTheVolumeOfLatentAndNoise(int length, double step, double beta0) {
        Leapfrogs leapfrogs = new Leapfrogs(length, step, beta0);
        double[] parameters = normal(leapfrogs.parameterCount(LATENT), 0.5, 3);
        double[] start = normal(2 * LATENT, 1, 4);
        double[][] jacobian = new double[2 * LATENT][2 * LATENT];
        for (int j = 0; j < 2 * LATENT; j++) {
            double[] above = image(leapfrogs, start, parameters, j, H);
            double[] below = image(leapfrogs, start, parameters, j, -H);
            for (int i = 0; i < 2 * LATENT; i++) {
                jacobian[i][j] = (above[i] - below[i]) / (2 * H);
            }
        }
        assertThat(new LUDecomposition(new Array2DRowRealMatrix(jacobian)).getDeterminant())
                .isCloseTo(1, within(1e-8));
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
    void negatedMomentumRevertsAPathWithoutTempering() {
        Leapfrogs leapfrogs = new Leapfrogs(5, 0.2, 1);
        double[] z = normal(ROWS * LATENT, 1, 1);
        double[] parameters = normal(LATENT, 0.5, 3);
        LeapfrogPath forward = path(leapfrogs, z, normal(ROWS * LATENT, 1, 2), parameters);
        double[] negated = Arrays.stream(forward.momentum()).map(m -> -m).toArray();
        LeapfrogPath back = path(leapfrogs, forward.z(), negated, parameters);
        assertThat(back.z()).containsExactly(z, within(1e-13));
        assertThat(forward.z()[0]).as("the path moves").isNotCloseTo(z[0], within(1e-2));
    }

    /** The energy of a path of length 0.8 changes by the order of the square of the step. */
    @Test
    void energyErrorIsOfSecondOrderInTheStep() {
        double coarse = energyError(new Leapfrogs(8, 0.1, 1));
        double fine = energyError(new Leapfrogs(16, 0.05, 1));
        assertThat(coarse / fine).isBetween(3.6, 4.4);
        assertThat(fine).as("the error is above rounding").isGreaterThan(1e-8);
    }

    private static double energyError(Leapfrogs leapfrogs) {
        double[] z = normal(LATENT, 1, 1);
        double[] noise = normal(LATENT, 1, 2);
        LeapfrogPath path = path(leapfrogs, z, noise, new double[LATENT]);
        double before = Curved.logDensity(z, new double[] {0.8, 1.3}, 0, 1) - 0.5 * dot(noise, noise);
        double after = Curved.logDensity(path.z(), new double[] {0.8, 1.3}, 0, 1)
                - 0.5 * dot(path.momentum(), path.momentum());
        return Math.abs(after - before);
    }

    /** One step under N(0, I) is a matrix: z' = (1 - ½ε²) z + ε ρ, ρ' = (1 - ½ε²) ρ - ε (1 - ¼ε²) z. */
    @Test
    void oneStepUnderAGaussianMatchesItsClosedForm() {
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
    void inverseRootOfTheTemperatureFallsQuadratically() {
        Leapfrogs leapfrogs = new Leapfrogs(4, 0.1, 0.25);
        double initial = leapfrogs.initialInverseRoot(new double[3]);
        double[] expected = {2, 2 - 1.0 / 16, 2 - 4.0 / 16, 2 - 9.0 / 16, 1};
        for (int k = 0; k <= 4; k++) {
            assertThat(leapfrogs.inverseRoot(initial, k)).as("step %d", k).isCloseTo(expected[k], within(1e-15));
        }
    }

    @ParameterizedTest(name = "length = {0}, step = {1}, beta0 = {2}")
    @CsvSource({"3, 0.3, 0.4", "2, 0.2, 1"})
    void gradientsMatchFiniteDifferences(int length, double step, double beta0) {
        Leapfrogs leapfrogs = new Leapfrogs(length, step, beta0);
        double[] z = normal(ROWS * LATENT, 1, 1);
        double[] parameters = normal(leapfrogs.parameterCount(LATENT), 0.5, 3);
        LeapfrogPath.Start start = new LeapfrogPath.Start(z, normal(ROWS * LATENT, 1, 2), parameters, ROWS);
        Curved target = new Curved();
        LeapfrogPath.Gradient found =
                new LeapfrogPath(leapfrogs, target, start).backward(normal(z.length, 1, 5), normal(ROWS, 1, 6));
        DoubleSupplier weightedOutput = () -> {
            LeapfrogPath path = new LeapfrogPath(leapfrogs, target, start);
            return dot(path.z(), normal(z.length, 1, 5)) + dot(path.logRatio(), normal(ROWS, 1, 6));
        };
        assertGradient("z", found.z(), z, weightedOutput);
        assertGradient("parameters", found.parameters(), parameters, weightedOutput);
        assertGradient("parameters of the target", target.gradient, target.parameters, weightedOutput);
    }

    /** Compares a gradient with central differences of a function that reads an array. */
    private static void assertGradient(String name, double[] gradient, double[] argument, DoubleSupplier function) {
        for (int i = 0; i < argument.length; i++) {
            double value = argument[i];
            argument[i] = value + H;
            double above = function.getAsDouble();
            argument[i] = value - H;
            double below = function.getAsDouble();
            argument[i] = value;
            double slope = (above - below) / (2 * H);
            assertThat(gradient[i]).as("%s, value %d", name, i).isCloseTo(slope, within(1e-7));
            assertThat(Math.abs(slope)).as("%s, value %d is used", name, i).isGreaterThan(1e-4);
        }
    }

    @Test
    void startOfDifferentLengthsIsRefused() {
        assertThatThrownBy(() -> new LeapfrogPath.Start(new double[4], new double[2], new double[2], 2))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("found 4 latents and 2 numbers of noise for 2 rows");
        assertThatThrownBy(() -> new LeapfrogPath.Start(new double[3], new double[3], new double[2], 2))
                .hasMessageContaining("found 3 latents");
    }

    @Test
    void lengthBelowOneIsRefused() {
        assertThatThrownBy(() -> new Leapfrogs(0, 0.1, 1)).hasMessageContaining("length: found 0");
    }

    @Test
    void stepOfNaNIsRefused() {
        assertThatThrownBy(() -> new Leapfrogs(1, Double.NaN, 1)).hasMessageContaining("step: found NaN");
    }

    @Test
    void inverseTemperatureAboveOneIsRefused() {
        assertThatThrownBy(() -> new Leapfrogs(1, 0.1, 1.5)).hasMessageContaining("beta0: found 1.5");
    }
}
