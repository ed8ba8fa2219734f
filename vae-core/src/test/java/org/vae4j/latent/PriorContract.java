package org.vae4j.latent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.vae4j.extension.Registry;

/** What every prior with a density on the plane must do. */
abstract class PriorContract {

    private static final int ROWS = 5;

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

    /** Central differences with h = 1e-5 of values of some nats: truncation 1e-10, rounding 1e-16 · 10 / 1e-5. */
    @Test
    void theLogDensityHasItsGradient() {
        Columns z = someLatents();
        Columns parameters = parameters();
        double[] weights = {0.5, -1, 2, 0.3, 1.7};
        prior().addLogDensityGradient(z, parameters, weights);
        for (Columns argument : new Columns[] {z, parameters}) {
            double[] found = argument.gradient();
            for (int i = 0; i < found.length; i++) {
                assertThat(found[i]).isCloseTo(slope(z, parameters, weights, argument.values(), i), within(1e-8));
            }
        }
    }

    private double slope(Columns z, Columns parameters, double[] weights, double[] argument, int i) {
        double h = 1e-5;
        double value = argument[i];
        argument[i] = value + h;
        double above = weighted(z, parameters, weights);
        argument[i] = value - h;
        double below = weighted(z, parameters, weights);
        argument[i] = value;
        return (above - below) / (2 * h);
    }

    private double weighted(Columns z, Columns parameters, double[] weights) {
        double[] logDensity = new double[z.rows()];
        prior().addLogDensity(z, parameters, logDensity);
        double sum = 0;
        for (int r = 0; r < weights.length; r++) {
            sum += weights[r] * logDensity[r];
        }
        return sum;
    }

    /** Over ±12 in steps of 1/20; also the mean and the second moments, which the draws must have. */
    @Test
    void theDensityIntegratesToOneAndTheDrawsAreOfIt() {
        Columns parameters = parameters();
        int side = 481;
        int nodes = side * side;
        Columns grid = new Columns(nodes, 2);
        for (int n = 0; n < nodes; n++) {
            grid.values()[n] = (n % side - side / 2) / 20.0;
            grid.values()[nodes + n] = (n / side - side / 2) / 20.0;
        }
        double[] logDensity = new double[nodes];
        prior().addLogDensity(grid, parameters, logDensity);
        double[] moments = new double[6];
        for (int n = 0; n < nodes; n++) {
            addMoments(grid, n, Math.exp(logDensity[n]) / 400, moments);
        }
        assertThat(moments[0]).isCloseTo(1, within(1e-9));
        int draws = 40_000;
        Columns sample = new Columns(draws, 2);
        prior().sample(parameters, 17, sample);
        double[] drawn = new double[6];
        for (int n = 0; n < draws; n++) {
            addMoments(sample, n, 1.0 / draws, drawn);
        }
        // Moments of order 2 of 40,000 draws scatter by some 4 / 200 where the fourth moments are below 16.
        assertThat(drawn).containsExactly(moments, within(0.1));
    }

    private static void addMoments(Columns z, int row, double weight, double[] moments) {
        double a = z.values()[z.at(row, 0)];
        double b = z.values()[z.at(row, 1)];
        double[] terms = {1, a, b, a * a, a * b, b * b};
        for (int i = 0; i < terms.length; i++) {
            moments[i] += weight * terms[i];
        }
    }

    @Test
    void aDrawDependsOnItsNumberAndNotOnHowManyThereAre() {
        Columns parameters = parameters();
        Columns few = new Columns(3, latent());
        Columns many = new Columns(7, latent());
        prior().sample(parameters, 17, few);
        prior().sample(parameters, 17, many);
        for (int r = 0; r < 3; r++) {
            for (int j = 0; j < latent(); j++) {
                assertThat(few.values()[few.at(r, j)]).isEqualTo(many.values()[many.at(r, j)]);
            }
        }
    }
}
