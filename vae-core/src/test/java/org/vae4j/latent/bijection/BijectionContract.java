package org.vae4j.latent.bijection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.LUDecomposition;
import org.apache.commons.math3.linear.RealMatrix;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vae4j.latent.Columns;

/** The tests that every invertible function of a latent must pass. */
public abstract class BijectionContract {

    private static final int ROWS = 4;
    /** The displacement of central differences. */
    private static final double H = 1e-5;

    /** The function, for a number of dimensions. */
    protected abstract Bijection bijection(int latent);

    /** The error of the integral over a grid, which is rounding for smooth functions. */
    protected double integralTolerance() {
        return 1e-9;
    }

    /** The factor of the parameters for that integral, which keeps the mass on the grid. */
    protected double integralScale() {
        return 1;
    }

    /** Whether parameters of zero are the identity. */
    protected boolean isIdentityAtZero() {
        return true;
    }

    private static Columns normal(int rows, int columns, long seed) {
        Columns result = new Columns(rows, columns);
        Random random = new Random(seed);
        Arrays.setAll(result.values(), i -> 1.3 * random.nextGaussian());
        return result;
    }

    private Columns parameters(int latent, long seed) {
        return normal(ROWS, bijection(latent).parameterCount(latent), seed);
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

    /** For differences of values of some units the truncation is 1e-10, and the rounding 1e-16 · 10 / 1e-5. */
    @ParameterizedTest
    @ValueSource(ints = {2, 5})
    void gradientMatchesFiniteDifferences(int latent) {
        Bijection bijection = bijection(latent);
        Columns z = normal(ROWS, latent, 1);
        Columns parameters = parameters(latent, 2);
        Columns weights = normal(ROWS, latent + 1, 3);
        Columns image = emptyImage(z);
        Bijection.Applied applied = bijection.apply(z, parameters, image);
        System.arraycopy(weights.values(), 0, image.gradient(), 0, weights.values().length);
        applied.addGradient();
        for (Columns argument : new Columns[] {z, parameters}) {
            for (int i = 0; i < argument.values().length; i++) {
                double value = argument.values()[i];
                argument.values()[i] = value + H;
                double above = dot(image(bijection, z, parameters), weights);
                argument.values()[i] = value - H;
                double below = dot(image(bijection, z, parameters), weights);
                argument.values()[i] = value;
                double slope = (above - below) / (2 * H);
                assertThat(argument.gradient()[i])
                        .as("%s, value %d", argument == z ? "z" : "parameters", i)
                        .isCloseTo(slope, within(2e-8 * (1 + Math.abs(slope))));
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

    /** A second backward pass doubles the gradients. */
    @Test
    void addGradientKeepsEarlierGradients() {
        Columns z = normal(ROWS, 3, 1);
        Columns parameters = parameters(3, 2);
        Columns image = emptyImage(z);
        Bijection.Applied applied = bijection(3).apply(z, parameters, image);
        Arrays.fill(image.gradient(), 0.7);
        applied.addGradient();
        double[] zGradient = z.gradient().clone();
        double[] parameterGradient = parameters.gradient().clone();
        applied.addGradient();
        assertDoubled(zGradient, z.gradient());
        assertDoubled(parameterGradient, parameters.gradient());
    }

    private static void assertDoubled(double[] once, double[] twice) {
        for (int i = 0; i < once.length; i++) {
            assertThat(twice[i]).as("value %d", i).isCloseTo(2 * once[i], within(1e-13 * (1 + Math.abs(once[i]))));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4})
    void logDeterminantMatchesTheNumericJacobian(int latent) {
        Bijection bijection = bijection(latent);
        for (int seed = 0; seed < 20; seed++) {
            Columns z = normal(ROWS, latent, seed);
            Columns parameters = parameters(latent, 100 + seed);
            Columns image = image(bijection, z, parameters);
            double determinant =
                    Math.abs(new LUDecomposition(numericJacobian(bijection, z, parameters)).getDeterminant());
            // The error is 1e-10 of the entries' size, times their number, over the determinant.
            assertThat(image.values()[image.at(0, latent)])
                    .as("seed %d", seed)
                    .isCloseTo(Math.log(determinant), within(1e-8 * Math.max(1, 0.1 / determinant)));
        }
    }

    /** The Jacobian of the first row. */
    private static RealMatrix numericJacobian(Bijection bijection, Columns z, Columns parameters) {
        RealMatrix jacobian = new Array2DRowRealMatrix(z.count(), z.count());
        for (int j = 0; j < z.count(); j++) {
            double value = z.values()[z.at(0, j)];
            z.values()[z.at(0, j)] = value + H;
            Columns above = image(bijection, z, parameters);
            z.values()[z.at(0, j)] = value - H;
            Columns below = image(bijection, z, parameters);
            z.values()[z.at(0, j)] = value;
            for (int i = 0; i < z.count(); i++) {
                jacobian.setEntry(i, j, (above.values()[above.at(0, i)] - below.values()[below.at(0, i)]) / (2 * H));
            }
        }
        return jacobian;
    }

    /**
     * ∫ N(f(z); 0, I) |det ∂f/∂z| dz = 1, here over ±12 in steps of 1/20 in two dimensions, holds only for a function
     * that reaches every point once.
     */
    @Test
    void transformedDensityIntegratesToOne() {
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
            assertThat(total).as("seed %d", seed).isCloseTo(1, within(integralTolerance()));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void parametersOfZeroAreTheIdentityAsDeclared(int latent) {
        Columns z = normal(ROWS, latent, 1);
        Columns zeros = new Columns(ROWS, bijection(latent).parameterCount(latent));
        Columns image = image(bijection(latent), z, zeros);
        double[] identity = Arrays.copyOf(z.values(), image.values().length);
        assertThat(Arrays.equals(image.values(), identity)).isEqualTo(isIdentityAtZero());
    }

    /** Directions of zero length, such as w of a planar step, must not give NaN. */
    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void gradientAtParametersOfZeroIsFinite(int latent) {
        Columns z = normal(ROWS, latent, 1);
        Columns zeros = new Columns(ROWS, bijection(latent).parameterCount(latent));
        Columns image = emptyImage(z);
        Bijection.Applied applied = bijection(latent).apply(z, zeros, image);
        Arrays.fill(image.gradient(), 1);
        applied.addGradient();
        assertThat(Arrays.stream(z.gradient())).allMatch(Double::isFinite);
        assertThat(Arrays.stream(zeros.gradient())).allMatch(Double::isFinite);
    }
}
