package org.vae4j.latent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.vae4j.extension.Registry;
import org.vae4j.kernel.Accumulate;
import org.vae4j.kernel.Kernels;
import org.vae4j.kernel.Matrix;
import org.vae4j.latent.manifold.PoincareBall;
import org.vae4j.latent.manifold.SpherePrior;
import org.vae4j.latent.manifold.WrappedNormalPosterior;
import org.vae4j.latent.manifold.WrappedNormalPrior;
import org.vae4j.latent.posterior.DiagonalGaussianPosterior;
import org.vae4j.latent.prior.StandardNormalPrior;
import org.vae4j.math.GaussianNoise;

class WrappedNormalPosteriorTest extends PosteriorContract {

    private static final double CURVATURE = 0.8;
    /** A curvature whose effect is below the tolerance. */
    private static final double FLAT = 1e-12;

    private static final int ROWS = 20;
    private static final Kernels KERNELS = Kernels.of(DataType.DOUBLE);

    @Override
    PosteriorFamily family() {
        return new WrappedNormalPosterior(CURVATURE);
    }

    /** The registered family has the curvature 1, unlike the one of these tests. */
    @Override
    @Test
    void isFoundByItsName() {
        assertThat(Registry.of(PosteriorFamily.class).get("wrapped_normal")).isEqualTo(new WrappedNormalPosterior(1));
    }

    @Override
    Prior[] priors() {
        return new Prior[] {new WrappedNormalPrior(CURVATURE, 1), new WrappedNormalPrior(CURVATURE, 1.7)};
    }

    @Override
    double[] someParameters(Random random) {
        double[] parameters = random.doubles(4, -0.7, 0.7).toArray();
        parameters[2] -= 0.5;
        parameters[3] -= 0.5;
        return parameters;
    }

    @Override
    Nodes nodes() {
        return disc(CURVATURE);
    }

    /** A rule with even steps in the tangent plane at the origin, each with its share of the ball's volume. */
    static Nodes disc(double curvature) {
        int side = 481;
        double perUnit = 40;
        PoincareBall ball = new PoincareBall(curvature);
        Columns points = new Columns(side * side, 2);
        double[] cells = new double[side * side];
        for (int n = 0; n < cells.length; n++) {
            double[] tangent = {(n % side - side / 2) / perUnit, (n / side - side / 2) / perUnit};
            double[] point = ball.fromTangent(tangent);
            points.values()[n] = point[0];
            points.values()[cells.length + n] = point[1];
            double x = Math.sqrt(curvature) * Math.hypot(tangent[0], tangent[1]);
            // A circle of radius r has the circumference 2π sinh(√c r) / √c.
            cells[n] = (x == 0 ? 1 : Math.sinh(x) / x) / (perUnit * perUnit);
        }
        return new Nodes(points, cells);
    }

    /** Rows of three dimensions with the same parameters and the same noise for every family. */
    private static LatentRows rows(PosteriorFamily family, Prior prior) {
        LatentRows result = new LatentRows(LatentPart.of(3, family, prior), ROWS, 1);
        Random random = new Random(5);
        Arrays.setAll(result.parameters().values(), i -> random.nextGaussian());
        double[] noise = GaussianNoise.draw(7, ROWS * 3);
        Matrix parameters = matrix(result.parameters().values(), ROWS);
        Matrix z = Matrix.allocate(DataType.DOUBLE, ROWS, 3);
        family.draw(KERNELS, parameters, matrix(noise, ROWS), z);
        KERNELS.read(z, result.z().values());
        return result;
    }

    private static LatentRows nearlyFlat() {
        return rows(new WrappedNormalPosterior(FLAT), new WrappedNormalPrior(FLAT, 1));
    }

    private static LatentRows gaussian() {
        return rows(new DiagonalGaussianPosterior(), new StandardNormalPrior());
    }

    private static Matrix matrix(double[] values, int rows) {
        Matrix matrix = Matrix.allocate(DataType.DOUBLE, rows, values.length / rows);
        KERNELS.write(values, matrix);
        return matrix;
    }

    /** Coordinates of the ball are half of those of ℝⁿ. */
    @Test
    void drawsWithoutCurvatureAreHalfThoseOfAGaussian() {
        double[] flat = nearlyFlat().z().values();
        double[] gaussian = gaussian().z().values();
        for (int i = 0; i < gaussian.length; i++) {
            assertThat(2 * flat[i]).as("value %d", i).isCloseTo(gaussian[i], within(1e-10));
        }
    }

    @Test
    void logRatioWithoutCurvatureIsThatOfAGaussian() {
        LatentRows flat = nearlyFlat();
        LatentRows gaussian = gaussian();
        double[] found = new double[ROWS];
        double[] expected = new double[ROWS];
        flat.logRatio().addTo(flat, found);
        gaussian.logRatio().addTo(gaussian, expected);
        assertThat(found).containsExactly(expected, within(1e-10));
    }

    @Test
    void parameterGradientWithoutCurvatureIsThatOfAGaussian() {
        LatentRows flat = nearlyFlat();
        LatentRows gaussian = gaussian();
        double[] ones = new double[ROWS];
        Arrays.fill(ones, 1);
        for (LatentRows rows : new LatentRows[] {flat, gaussian}) {
            rows.logRatio().addTo(rows, new double[ROWS]);
            rows.logRatio().addGradient(rows, ones, ones);
        }
        assertThat(flat.parameters().gradient())
                .containsExactly(gaussian.parameters().gradient(), within(1e-10));
    }

    /**
     * Under the prior the distance r from the origin is distributed as the length of a Gaussian vector: E r² = n σ².
     */
    @Test
    void distancesOfPriorDrawsAreThoseOfAGaussian() {
        int draws = 20_000;
        double sigma = 0.9;
        PoincareBall ball = new PoincareBall(CURVATURE);
        Columns z = new Columns(draws, 3);
        new WrappedNormalPrior(CURVATURE, sigma).sample(new Columns(0, 0), 4, z);
        double meanSquare = 0;
        for (int r = 0; r < draws; r++) {
            double[] point = {z.values()[z.at(r, 0)], z.values()[z.at(r, 1)], z.values()[z.at(r, 2)]};
            double distance = ball.distance(new double[3], point);
            meanSquare += distance * distance / draws;
        }
        // A chi square of three degrees has the variance 6.
        assertThat(meanSquare / (sigma * sigma)).isCloseTo(3, within(4 * Math.sqrt(6.0 / draws)));
    }

    private static final double[] FAR_OUT = {500, -300, 8, 8};

    private static PosteriorFamily.Draw drawFarOut() {
        Matrix z = Matrix.allocate(DataType.DOUBLE, 1, 2);
        Matrix parameters = matrix(FAR_OUT, 1);
        Matrix noise = matrix(new double[] {2, 1}, 1);
        new WrappedNormalPosterior(1).draw(KERNELS, parameters, noise, z);
        return new PosteriorFamily.Draw(parameters, noise, z);
    }

    private static double[] values(Matrix matrix) {
        double[] values = new double[matrix.length()];
        KERNELS.read(matrix, values);
        return values;
    }

    @Test
    void drawsFarOutStayOffTheEdge() {
        double[] z = values(drawFarOut().z());
        assertThat(Math.hypot(z[0], z[1])).isCloseTo(1 - 1e-6, within(1e-12));
    }

    @Test
    void drawGradientFarOutIsFinite() {
        Matrix gradient = Matrix.allocate(DataType.DOUBLE, 1, 4);
        new WrappedNormalPosterior(1)
                .drawGradient(KERNELS, drawFarOut(), matrix(new double[] {1, 1}, 1), gradient, Accumulate.NO);
        assertThat(Arrays.stream(values(gradient))).allMatch(Double::isFinite);
    }

    @Test
    void logRatioFarOutAndItsGradientAreFinite() {
        LatentRows rows =
                new LatentRows(LatentPart.of(2, new WrappedNormalPosterior(1), new WrappedNormalPrior()), 1, 1);
        System.arraycopy(FAR_OUT, 0, rows.parameters().values(), 0, 4);
        System.arraycopy(values(drawFarOut().z()), 0, rows.z().values(), 0, 2);
        double[] ratio = new double[1];
        rows.logRatio().addTo(rows, ratio);
        rows.logRatio().addGradient(rows, new double[] {1}, new double[] {1});
        assertThat(ratio[0]).isFinite();
        assertThat(Arrays.stream(rows.parameters().gradient())).allMatch(Double::isFinite);
    }

    @Test
    void priorOfAnotherCurvatureIsRefused() {
        assertThatThrownBy(() -> LatentPart.of(2, family(), new WrappedNormalPrior()))
                .hasMessageContaining("curvature 1.0")
                .hasMessageContaining("curvature 0.8")
                .hasMessageContaining("set model.prior to wrapped_normal");
    }

    @Test
    void priorOnTheSphereIsRefused() {
        assertThatThrownBy(() -> LatentPart.of(2, family(), new SpherePrior()))
                .hasMessageContaining("sphere on the unit sphere");
    }

    @Test
    void parametersOutOfRangeAreRefused() {
        assertThatThrownBy(() -> new WrappedNormalPosterior(0)).hasMessageContaining("found curvature = 0.0");
        assertThatThrownBy(() -> new WrappedNormalPrior(1, Double.NaN)).hasMessageContaining("found sigma = NaN");
    }
}
