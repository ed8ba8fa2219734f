package org.vae4j.latent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.vae4j.extension.Registry;

/** The tests that every prior with a density on the plane must pass. */
abstract class PriorContract {

    private static final int ROWS = 5;
    /** The displacement of central differences. */
    private static final double H = 1e-5;
    /** The quadrature covers ±12 in each direction. */
    private static final int REACH = 12;
    /** Nodes per unit of length where the quadrature must be exact to 1e-9. */
    private static final int FINE = 20;
    /** Nodes per unit of length where it is compared with draws, which scatter by far more than its error. */
    private static final int COARSE = 8;

    /** The prior. */
    abstract Prior prior();

    /** Latent dimensions to test with. */
    int latent() {
        return 2;
    }

    /** Fills the parameters so that the density fits into ±12 around the origin. */
    void fill(Columns parameters, Random random) {
        Arrays.setAll(parameters.values(), i -> random.nextGaussian());
    }

    private Columns parameters() {
        Prior.Parameters shape = prior().parameters(latent());
        Columns parameters = new Columns(shape.rows(), shape.columns());
        fill(parameters, new Random(4));
        return parameters;
    }

    private Columns someLatents() {
        Columns z = new Columns(ROWS, latent());
        Random random = new Random(9);
        Arrays.setAll(z.values(), i -> 1.5 * random.nextGaussian());
        return z;
    }

    @Test
    void isFoundByItsName() {
        assertThat(Registry.of(Prior.class).get(prior().name()).getClass()).isEqualTo(prior().getClass());
    }

    /** For differences of values of some nats the truncation is 1e-10, and the rounding 1e-16 · 10 / 1e-5. */
    @Test
    void logDensityGradientMatchesFiniteDifferences() {
        Columns z = someLatents();
        Columns parameters = parameters();
        double[] weights = {0.5, -1, 2, 0.3, 1.7};
        prior().addLogDensityGradient(z, parameters, weights);
        for (Columns argument : new Columns[] {z, parameters}) {
            double[] found = argument.gradient();
            for (int i = 0; i < found.length; i++) {
                assertThat(found[i])
                        .as("%s, value %d", argument == z ? "z" : "parameters", i)
                        .isCloseTo(slope(z, parameters, weights, argument.values(), i), within(1e-8));
            }
        }
    }

    private double slope(Columns z, Columns parameters, double[] weights, double[] argument, int i) {
        double value = argument[i];
        argument[i] = value + H;
        double above = weightedLogDensity(z, parameters, weights);
        argument[i] = value - H;
        double below = weightedLogDensity(z, parameters, weights);
        argument[i] = value;
        return (above - below) / (2 * H);
    }

    private double weightedLogDensity(Columns z, Columns parameters, double[] weights) {
        double[] logDensity = new double[z.rows()];
        prior().addLogDensity(z, parameters, logDensity);
        double sum = 0;
        for (int r = 0; r < weights.length; r++) {
            sum += weights[r] * logDensity[r];
        }
        return sum;
    }

    @Test
    void densityIntegratesToOne() {
        assertThat(momentsOfTheDensity(FINE)[0]).isCloseTo(1, within(1e-9));
    }

    /** Moments of order 2 of 40,000 draws scatter by some 4 / 200 where the fourth moments are below 16. */
    @Test
    void drawsHaveTheMomentsOfTheDensity() {
        int draws = 40_000;
        Columns sample = new Columns(draws, 2);
        prior().sample(parameters(), 17, sample);
        double[] moments = new double[6];
        for (int n = 0; n < draws; n++) {
            addMoments(sample, n, 1.0 / draws, moments);
        }
        assertThat(moments).containsExactly(momentsOfTheDensity(COARSE), within(0.1));
    }

    private double[] momentsOfTheDensity(int nodesPerUnit) {
        int side = 2 * REACH * nodesPerUnit + 1;
        int nodes = side * side;
        Columns grid = new Columns(nodes, 2);
        for (int n = 0; n < nodes; n++) {
            grid.values()[n] = (n % side - side / 2) / (double) nodesPerUnit;
            grid.values()[nodes + n] = (n / side - side / 2) / (double) nodesPerUnit;
        }
        double[] logDensity = new double[nodes];
        prior().addLogDensity(grid, parameters(), logDensity);
        double[] moments = new double[6];
        for (int n = 0; n < nodes; n++) {
            addMoments(grid, n, Math.exp(logDensity[n]) / (nodesPerUnit * nodesPerUnit), moments);
        }
        return moments;
    }

    /** Adds a weighted point to the moments [1, x, y, x², x y, y²]. */
    private static void addMoments(Columns z, int row, double weight, double[] moments) {
        double x = z.values()[z.at(row, 0)];
        double y = z.values()[z.at(row, 1)];
        double[] terms = {1, x, y, x * x, x * y, y * y};
        for (int i = 0; i < terms.length; i++) {
            moments[i] += weight * terms[i];
        }
    }

    @Test
    void drawDependsOnItsNumberAndNotOnTheCount() {
        Columns parameters = parameters();
        Columns few = new Columns(3, latent());
        Columns many = new Columns(7, latent());
        prior().sample(parameters, 17, few);
        prior().sample(parameters, 17, many);
        for (int r = 0; r < 3; r++) {
            for (int j = 0; j < latent(); j++) {
                assertThat(few.values()[few.at(r, j)])
                        .as("row %d, dimension %d", r, j)
                        .isEqualTo(many.values()[many.at(r, j)]);
            }
        }
    }
}
