package org.vae4j.latent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.apache.commons.math3.distribution.NormalDistribution;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.vae4j.kernel.Accumulate;
import org.vae4j.kernel.Kernels;
import org.vae4j.kernel.Matrix;
import org.vae4j.latent.manifold.SpherePrior;
import org.vae4j.latent.manifold.VonMisesFisherPosterior;
import org.vae4j.latent.posterior.DiagonalGaussianPosterior;
import org.vae4j.latent.prior.StandardNormalPrior;
import org.vae4j.math.GaussLegendre;
import org.vae4j.math.GaussianNoise;

class VonMisesFisherPosteriorTest extends PosteriorContract {

    private static final Kernels KERNELS = Kernels.of(DataType.DOUBLE);
    /** A parameter s whose κ = log(1 + e^s) underflows to 0. */
    private static final double NO_CONCENTRATION = -800;

    @Override
    PosteriorFamily family() {
        return new VonMisesFisherPosterior();
    }

    @Override
    Prior[] priors() {
        return new Prior[] {new SpherePrior()};
    }

    @Override
    int latent() {
        return 3;
    }

    @Override
    double[] someParameters(Random random) {
        double[] parameters = random.doubles(4, -1.5, 1.5).toArray();
        parameters[3] = 1 + 4 * random.nextDouble();
        return parameters;
    }

    /** Gauss's rule in the height, over which the area of the sphere is uniform, and even steps of the longitude. */
    @Override
    Nodes nodes() {
        int heights = 60;
        int longitudes = 80;
        double[] heightPoints = GaussLegendre.of(heights).points(-1, 1);
        double[] heightWeights = GaussLegendre.of(heights).weights(-1, 1);
        Columns points = new Columns(heights * longitudes, 3);
        double[] cells = new double[heights * longitudes];
        for (int n = 0; n < cells.length; n++) {
            double height = heightPoints[n / longitudes];
            double longitude = 2 * Math.PI * (n % longitudes) / longitudes;
            double radius = Math.sqrt(1 - height * height);
            points.values()[points.at(n, 0)] = radius * Math.cos(longitude);
            points.values()[points.at(n, 1)] = radius * Math.sin(longitude);
            points.values()[points.at(n, 2)] = height;
            cells[n] = heightWeights[n / longitudes] * 2 * Math.PI / longitudes;
        }
        return new Nodes(points, cells);
    }

    /** Rows of the same direction and the same s, with κ = log(1 + e^s) for an offset of 0. */
    private static LatentRows rows(int examples, double s, double... direction) {
        LatentRows rows = new LatentRows(
                LatentPart.of(direction.length, new VonMisesFisherPosterior(0), new SpherePrior()), examples, 1);
        for (int j = 0; j <= direction.length; j++) {
            double value = j < direction.length ? direction[j] : s;
            Arrays.fill(
                    rows.parameters().values(),
                    rows.parameters().at(0, j),
                    rows.parameters().at(0, j) + examples,
                    value);
        }
        return rows;
    }

    private static void draw(LatentRows rows, long seed) {
        PosteriorFamily family = rows.part().posterior();
        Matrix z = Matrix.allocate(DataType.DOUBLE, rows.rows(), rows.size());
        family.draw(
                KERNELS,
                matrix(rows.parameters().values(), rows.rows()),
                matrix(GaussianNoise.draw(seed, rows.rows() * family.noiseCount(rows.size())), rows.rows()),
                z);
        KERNELS.read(z, rows.z().values());
    }

    private static Matrix matrix(double[] values, int rows) {
        Matrix matrix = Matrix.allocate(DataType.DOUBLE, rows, values.length / rows);
        KERNELS.write(values, matrix);
        return matrix;
    }

    private static double inverseSoftplus(double kappa) {
        return kappa > 30 ? kappa : Math.log(Math.expm1(kappa));
    }

    /** On the sphere in three dimensions: κ coth κ - 1 + log(κ / sinh κ). */
    @ParameterizedTest
    @ValueSource(doubles = {1e-3, 0.5, 3, 20, 49.9, 50.1, 300, 1e6})
    void closedKlInThreeDimensionsMatchesItsFormula(double kappa) {
        LatentRows rows = rows(1, inverseSoftplus(kappa), 1, 2, 2);
        rows.closedKl().orElseThrow().evaluate(rows);
        double known = kappa / Math.tanh(kappa) - 1 + Math.log(2 * kappa) - kappa - Math.log1p(-Math.exp(-2 * kappa));
        assertThat(rows.kl().values()).hasSize(1);
        // At κ = 1e-3 the known form itself cancels to 1e-16 of numbers near 1.
        assertThat(rows.kl().values()[0]).isCloseTo(known, within(1e-9 + 1e-12 * known));
    }

    /** To the first order KL = κ²/2m. */
    @Test
    void closedKlOfASmallConcentrationIsItsFirstOrder() {
        LatentRows weak = rows(1, Math.log(1e-6), 1, 0, 0, 0, 0);
        weak.closedKl().orElseThrow().evaluate(weak);
        assertThat(weak.kl().values()[0]).isCloseTo(1e-12 / 10, within(1e-17));
    }

    @Test
    void closedKlWithoutConcentrationIsZero() {
        LatentRows rows = rows(4, NO_CONCENTRATION, 0.3, -1, 2);
        rows.closedKl().orElseThrow().evaluate(rows);
        assertThat(rows.kl().values()).containsOnly(0);
    }

    @Test
    void logRatioWithoutConcentrationIsZero() {
        LatentRows rows = rows(4, NO_CONCENTRATION, 0.3, -1, 2);
        draw(rows, 3);
        double[] ratio = new double[4];
        rows.logRatio().addTo(rows, ratio);
        assertThat(ratio).containsExactly(new double[4], within(1e-14));
    }

    @Test
    void drawsLieOnTheSphere() {
        LatentRows rows = rows(100, inverseSoftplus(30), 3, 0, 0, 4);
        draw(rows, 11);
        for (int r = 0; r < 100; r++) {
            double square = 0;
            for (int j = 0; j < 4; j++) {
                double value = rows.z().values()[rows.z().at(r, j)];
                square += value * value;
            }
            assertThat(square).as("row %d", r).isCloseTo(1, within(1e-14));
        }
    }

    /** The height w = μᵀz has the mean A(κ), and its square the mean A' + A². */
    @ParameterizedTest(name = "{0} dimensions, kappa = {1}")
    @CsvSource({"2, 1.5", "3, 4", "10, 0", "10, 30", "100, 80"})
    void drawsHaveTheMomentsOfTheDistribution(int m, double kappa) {
        double[] direction = new double[m];
        direction[0] = 3;
        direction[m - 1] = 4;
        int draws = 4000;
        LatentRows rows = rows(draws, kappa == 0 ? NO_CONCENTRATION : inverseSoftplus(kappa), direction);
        draw(rows, 11);
        double[] heights = new double[draws];
        for (int r = 0; r < draws; r++) {
            double square = 0;
            for (int j = 0; j < m; j++) {
                double value = rows.z().values()[rows.z().at(r, j)];
                square += value * value;
                heights[r] += value * direction[j] / length(direction);
            }
            assertThat(square).as("row %d", r).isCloseTo(1, within(1e-14));
        }
        double[] moments = momentsOfHeight(m, kappa);
        double sigma = Math.sqrt(moments[1] - moments[0] * moments[0]);
        double mean = Arrays.stream(heights).average().orElseThrow();
        assertThat(mean).isCloseTo(moments[0], within(4 * sigma / Math.sqrt(draws)));
        double variance = Arrays.stream(heights)
                .map(w -> (w - mean) * (w - mean))
                .average()
                .orElseThrow();
        assertThat(variance).isCloseTo(sigma * sigma, within(0.15 * sigma * sigma));
    }

    /** E w and E w² of the density ∝ e^(κw) (1 - w²)^((m-3)/2), with w = cos θ, by the trapezoidal rule in θ. */
    private static double[] momentsOfHeight(int m, double kappa) {
        double[] sums = new double[3];
        int nodes = 20_000;
        for (int n = 0; n <= nodes; n++) {
            double theta = Math.PI * n / nodes;
            double w = Math.cos(theta);
            double mass = Math.exp(kappa * (w - 1)) * Math.pow(Math.sin(theta), m - 2) * (n % nodes == 0 ? 0.5 : 1);
            sums[0] += mass;
            sums[1] += mass * w;
            sums[2] += mass * w * w;
        }
        return new double[] {sums[1] / sums[0], sums[2] / sums[0]};
    }

    /**
     * The gradient of E f(z) by draws at 1,000 quantiles of the height and 40 directions around the mean, against the
     * derivative of the integral over the sphere. The midpoints of the quantiles leave an error of 1e-6.
     */
    @Test
    void drawGradientsAverageToTheGradientOfAnIntegral() {
        double h = 1e-4;
        double s = 2;
        double[] direction = {0.6, -1.2, 0.8};
        LatentRows rows = rows(40_000, s, direction);
        Matrix noise = matrix(evenNoise(1000, 40, direction), rows.rows());
        Matrix z = Matrix.allocate(DataType.DOUBLE, rows.rows(), 3);
        Matrix parameters = matrix(rows.parameters().values(), rows.rows());
        PosteriorFamily family = rows.part().posterior();
        family.draw(KERNELS, parameters, noise, z);
        Matrix gradient = Matrix.allocate(DataType.DOUBLE, rows.rows(), 4);
        family.drawGradient(
                KERNELS, new PosteriorFamily.Draw(parameters, noise, z), slopes(z), gradient, Accumulate.NO);
        double[] found = new double[rows.rows() * 4];
        KERNELS.read(gradient, found);
        for (int j = 0; j < 4; j++) {
            double estimate = Arrays.stream(found, j * rows.rows(), (j + 1) * rows.rows())
                    .average()
                    .orElseThrow();
            double above = expectation(s + (j == 3 ? h : 0), moved(direction, j, h));
            double below = expectation(s - (j == 3 ? h : 0), moved(direction, j, -h));
            assertThat(estimate).as("parameter %d", j).isCloseTo((above - below) / (2 * h), within(1e-5));
        }
    }

    /** Noise at right angles to the mean, since the gradient is linear in the part along it, which averages to 0. */
    private static double[] evenNoise(int quantiles, int angles, double[] direction) {
        double[] across = {direction[1], -direction[0], 0};
        double[] up = {
            -direction[0] * direction[2],
            -direction[1] * direction[2],
            direction[0] * direction[0] + direction[1] * direction[1]
        };
        NormalDistribution normal = new NormalDistribution(null, 0, 1);
        int rows = quantiles * angles;
        double[] noise = new double[rows * 4];
        for (int r = 0; r < rows; r++) {
            double angle = 2 * Math.PI * (r % angles) / angles;
            noise[r] = normal.inverseCumulativeProbability((r / angles + 0.5) / quantiles);
            for (int j = 0; j < 3; j++) {
                noise[(1 + j) * rows + r] =
                        Math.cos(angle) * across[j] / length(across) + Math.sin(angle) * up[j] / length(up);
            }
        }
        return noise;
    }

    private static double length(double[] vector) {
        return Math.sqrt(Arrays.stream(vector).map(v -> v * v).sum());
    }

    private static Matrix slopes(Matrix z) {
        double[] values = new double[z.length()];
        KERNELS.read(z, values);
        int rows = z.rows();
        double[] slopes = new double[values.length];
        for (int r = 0; r < rows; r++) {
            double[] slope = slope(new double[] {values[r], values[rows + r], values[2 * rows + r]});
            for (int j = 0; j < 3; j++) {
                slopes[j * rows + r] = slope[j];
            }
        }
        return matrix(slopes, rows);
    }

    private static double[] moved(double[] direction, int j, double step) {
        double[] moved = direction.clone();
        if (j < 3) {
            moved[j] += step;
        }
        return moved;
    }

    /** f(z) = sin(2 z₁ + z₂) + z₃². */
    private static double f(double[] z) {
        return Math.sin(2 * z[0] + z[1]) + z[2] * z[2];
    }

    private static double[] slope(double[] z) {
        double cosine = Math.cos(2 * z[0] + z[1]);
        return new double[] {2 * cosine, cosine, 2 * z[2]};
    }

    private double expectation(double s, double[] direction) {
        Nodes nodes = nodes();
        LatentRows grid = rows(nodes.cells().length, s, direction);
        System.arraycopy(
                nodes.points().values(), 0, grid.z().values(), 0, grid.z().values().length);
        double[] logDensity = new double[grid.rows()];
        grid.part().posterior().addLogDensity(grid, logDensity);
        double sum = 0;
        for (int n = 0; n < logDensity.length; n++) {
            double[] z = new double[3];
            for (int j = 0; j < 3; j++) {
                z[j] = grid.z().values()[grid.z().at(n, j)];
            }
            sum += nodes.cells()[n] * Math.exp(logDensity[n]) * f(z);
        }
        return sum;
    }

    @Test
    void priorOnAllOfSpaceIsRefused() {
        assertThatThrownBy(() -> LatentPart.of(3, family(), new StandardNormalPrior()))
                .hasMessageContaining("found standard_normal on all of R^n")
                .hasMessageContaining("von_mises_fisher on the unit sphere");
    }

    @Test
    void priorOnTheSphereOfAGaussianIsRefused() {
        assertThatThrownBy(() -> LatentPart.of(3, new DiagonalGaussianPosterior(), new SpherePrior()))
                .hasMessageContaining("set model.prior=standard_normal");
    }

    @Test
    void oneDimensionIsRefused() {
        assertThatThrownBy(() -> family().parameterCount(1)).hasMessageContaining("model.latent: found 1");
    }

    @Test
    void offsetOfNaNIsRefused() {
        assertThatThrownBy(() -> new VonMisesFisherPosterior(Double.NaN)).hasMessageContaining("offset = NaN");
    }

    @Test
    void locationOfAZeroDirectionIsTheFirstPole() {
        LatentRows rows = rows(2, 1, 0, 0, 0);
        Matrix location = Matrix.allocate(DataType.DOUBLE, 2, 3);
        family().location(KERNELS, matrix(rows.parameters().values(), 2), location);
        double[] values = new double[6];
        KERNELS.read(location, values);
        assertThat(values).containsExactly(1, 1, 0, 0, 0, 0);
    }

    @Test
    void gradientOfAZeroDirectionIsFinite() {
        LatentRows rows = rows(2, 1, 0, 0, 0);
        draw(rows, 4);
        rows.logRatio().addGradient(rows, new double[] {1, 1}, new double[] {1, 1});
        assertThat(Arrays.stream(rows.parameters().gradient())).allMatch(Double::isFinite);
    }
}
