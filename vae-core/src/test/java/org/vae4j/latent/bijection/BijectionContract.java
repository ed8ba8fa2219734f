package org.vae4j.latent.bijection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.LUDecomposition;
import org.junit.jupiter.api.Test;
import org.vae4j.latent.Columns;

/** What every invertible function of a latent must do. */
public abstract class BijectionContract {

    private static final int ROWS = 4;

    /** The function, for a number of dimensions. */
    protected abstract Bijection bijection(int latent);

    /** How much the integral over a grid may be off: rounding, for functions that are smooth. */
    protected double integralTolerance() {
        return 1e-9;
    }

    /** What parameters are multiplied by for that integral, so that the mass stays on the grid. */
    protected double integralScale() {
        return 1;
    }

    /** Whether parameters of zero are the identity. */
    protected boolean isIdentityAtZero() {
        return true;
    }

    private static Columns some(int rows, int columns, long seed) {
        Columns result = new Columns(rows, columns);
        Random random = new Random(seed);
        Arrays.setAll(result.values(), i -> 1.3 * random.nextGaussian());
        return result;
    }

    private Columns parameters(int latent, long seed) {
        return some(ROWS, bijection(latent).parameterCount(latent), seed);
    }

    private static Columns image(Bijection bijection, Columns z, Columns parameters) {
        Columns image = emptyImage(z);
        bijection.apply(z, parameters, image);
        return image;
    }

    private static Columns emptyImage(Columns z) {
        Columns image = new Columns(z.rows(), z.count() + 1);
        Arrays.fill(image.values(), Double.NaN);
        return image;
    }

    /** Central differences with h = 1e-5 of values of some units: truncation 1e-10, rounding 1e-16 · 10 / 1e-5. */
    @Test
    void theGradientIsExact() {
        for (int latent : new int[] {2, 5}) {
            Bijection bijection = bijection(latent);
            Columns z = some(ROWS, latent, 1);
            Columns parameters = parameters(latent, 2);
            Columns weights = some(ROWS, latent + 1, 3);
            Columns image = emptyImage(z);
            Bijection.Applied applied = bijection.apply(z, parameters, image);
            System.arraycopy(weights.values(), 0, image.gradient(), 0, weights.values().length);
            applied.addGradient();
            for (Columns argument : new Columns[] {z, parameters}) {
                for (int i = 0; i < argument.values().length; i++) {
                    double value = argument.values()[i];
                    argument.values()[i] = value + 1e-5;
                    double above = dot(image(bijection, z, parameters), weights);
                    argument.values()[i] = value - 1e-5;
                    double below = dot(image(bijection, z, parameters), weights);
                    argument.values()[i] = value;
                    double slope = (above - below) / 2e-5;
                    assertThat(argument.gradient()[i]).isCloseTo(slope, within(2e-8 * (1 + Math.abs(slope))));
                }
            }
        }
    }

    private static double dot(Columns values, Columns weights) {
        double sum = 0;
        for (int i = 0; i < values.values().length; i++) {
            sum += values.values()[i] * weights.values()[i];
        }
        return sum;
    }

    /** Gradients are added to what is there. */
    @Test
    void theGradientIsAdded() {
        Columns z = some(ROWS, 3, 1);
        Columns parameters = parameters(3, 2);
        Columns image = emptyImage(z);
        Bijection.Applied applied = bijection(3).apply(z, parameters, image);
        Arrays.fill(image.gradient(), 0.7);
        applied.addGradient();
        double[] ofZ = z.gradient().clone();
        double[] ofParameters = parameters.gradient().clone();
        applied.addGradient();
        for (int i = 0; i < ofZ.length; i++) {
            assertThat(z.gradient()[i]).isCloseTo(2 * ofZ[i], within(1e-13 * (1 + Math.abs(ofZ[i]))));
        }
        for (int i = 0; i < ofParameters.length; i++) {
            assertThat(parameters.gradient()[i])
                    .isCloseTo(2 * ofParameters[i], within(1e-13 * (1 + Math.abs(ofParameters[i]))));
        }
    }

    @Test
    void theLogDeterminantIsThatOfTheNumericJacobian() {
        for (int latent : new int[] {1, 2, 4}) {
            Bijection bijection = bijection(latent);
            for (int seed = 0; seed < 20; seed++) {
                Columns z = some(ROWS, latent, seed);
                Columns parameters = parameters(latent, 100 + seed);
                double[][] jacobian = new double[latent][latent];
                Columns image = image(bijection, z, parameters);
                for (int j = 0; j < latent; j++) {
                    double value = z.values()[z.at(0, j)];
                    z.values()[z.at(0, j)] = value + 1e-5;
                    Columns above = image(bijection, z, parameters);
                    z.values()[z.at(0, j)] = value - 1e-5;
                    Columns below = image(bijection, z, parameters);
                    z.values()[z.at(0, j)] = value;
                    for (int i = 0; i < latent; i++) {
                        jacobian[i][j] = (above.values()[above.at(0, i)] - below.values()[below.at(0, i)]) / 2e-5;
                    }
                }
                double determinant = new LUDecomposition(new Array2DRowRealMatrix(jacobian)).getDeterminant();
                // 1e-10 of the entries' size, times their number, over the determinant.
                assertThat(image.values()[image.at(0, latent)])
                        .isCloseTo(
                                Math.log(Math.abs(determinant)),
                                within(1e-8 * Math.max(1, 0.1 / Math.abs(determinant))));
            }
        }
    }

    /**
     * ∫ N(f(z); 0, I) |det ∂f/∂z| dz = 1 over ±12 in steps of 1/20 in two dimensions, which holds for a function that
     * reaches every point once and no other.
     */
    @Test
    void theDensityIntegratesToOne() {
        int side = 481;
        Columns z = new Columns(side * side, 2);
        for (int n = 0; n < side * side; n++) {
            z.values()[n] = (n % side - side / 2) / 20.0;
            z.values()[side * side + n] = (n / side - side / 2) / 20.0;
        }
        for (int seed = 0; seed < 2; seed++) {
            Columns row = parameters(2, 50 + seed);
            Columns parameters = new Columns(z.rows(), row.count());
            for (int i = 0; i < parameters.values().length; i++) {
                parameters.values()[i] = integralScale() * row.values()[row.at(seed, i / z.rows())];
            }
            Columns image = image(bijection(2), z, parameters);
            double total = 0;
            for (int n = 0; n < z.rows(); n++) {
                double a = image.values()[image.at(n, 0)];
                double b = image.values()[image.at(n, 1)];
                total += Math.exp(image.values()[image.at(n, 2)] - 0.5 * (a * a + b * b)) / (2 * Math.PI * 400);
            }
            assertThat(total).isCloseTo(1, within(integralTolerance()));
        }
    }

    @Test
    void parametersOfZeroAreTheIdentity() {
        if (!isIdentityAtZero()) {
            return;
        }
        for (int latent : new int[] {1, 3}) {
            Columns z = some(ROWS, latent, 1);
            Columns zeros = new Columns(ROWS, bijection(latent).parameterCount(latent));
            Columns image = emptyImage(z);
            Bijection.Applied applied = bijection(latent).apply(z, zeros, image);
            assertThat(Arrays.copyOf(image.values(), ROWS * latent)).isEqualTo(z.values());
            assertThat(Arrays.copyOfRange(image.values(), ROWS * latent, image.values().length))
                    .containsOnly(0);
            Arrays.fill(image.gradient(), 1);
            applied.addGradient();
            assertThat(z.gradient()).doesNotContain(Double.NaN);
            assertThat(zeros.gradient()).doesNotContain(Double.NaN);
        }
    }
}
