package org.vae4j.latent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
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
    private static final Kernels KERNELS = Kernels.of(DataType.DOUBLE);

    @Override
    PosteriorFamily family() {
        return new WrappedNormalPosterior(CURVATURE);
    }

    /** The prototype has a curvature of its own. */
    @Override
    @Test
    void isFoundByItsName() {
        assertThat(org.vae4j.extension.Registry.of(PosteriorFamily.class).get("wrapped_normal"))
                .isEqualTo(new WrappedNormalPosterior(1));
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

    /** Steps of 1/20 in the tangent plane at the origin, each with its share of the ball's volume. */
    static Nodes disc(double curvature) {
        int side = 481;
        PoincareBall ball = new PoincareBall(curvature);
        Columns points = new Columns(side * side, 2);
        double[] cells = new double[side * side];
        for (int n = 0; n < cells.length; n++) {
            double[] tangent = {(n % side - side / 2) / 40.0, (n / side - side / 2) / 40.0};
            double[] point = ball.fromTangent(tangent);
            points.values()[n] = point[0];
            points.values()[cells.length + n] = point[1];
            double x = Math.sqrt(curvature) * Math.hypot(tangent[0], tangent[1]);
            // A circle of radius r has the circumference 2π sinh(√c r) / √c.
            cells[n] = (x == 0 ? 1 : Math.sinh(x) / x) / 1600;
        }
        return new Nodes(points, cells);
    }

    private static LatentRows rows(PosteriorFamily family, Prior prior, int rows) {
        LatentRows result = new LatentRows(LatentPart.of(3, family, prior), rows, 1);
        Random random = new Random(5);
        Arrays.setAll(result.parameters().values(), i -> random.nextGaussian());
        double[] noise = GaussianNoise.draw(7, rows * 3);
        Matrix parameters = matrix(result.parameters().values(), rows);
        Matrix z = Matrix.allocate(DataType.DOUBLE, rows, 3);
        family.draw(KERNELS, parameters, matrix(noise, rows), z);
        KERNELS.read(z, result.z().values());
        return result;
    }

    private static Matrix matrix(double[] values, int rows) {
        Matrix matrix = Matrix.allocate(DataType.DOUBLE, rows, values.length / rows);
        KERNELS.write(values, matrix);
        return matrix;
    }

    /** Without curvature: draws of half the size, the same ratio, the same gradients for the parameters. */
    @Test
    void withoutCurvatureItIsTheGaussian() {
        LatentRows flat = rows(new WrappedNormalPosterior(1e-12), new WrappedNormalPrior(1e-12, 1), 20);
        LatentRows gaussian = rows(new DiagonalGaussianPosterior(), new StandardNormalPrior(), 20);
        for (int i = 0; i < 60; i++) {
            assertThat(2 * flat.z().values()[i]).isCloseTo(gaussian.z().values()[i], within(1e-10));
        }
        double[] ones = new double[20];
        Arrays.fill(ones, 1);
        double[] found = new double[20];
        double[] known = new double[20];
        flat.logRatio().addTo(flat, found);
        gaussian.logRatio().addTo(gaussian, known);
        assertThat(found).containsExactly(known, within(1e-10));
        flat.logRatio().addGradient(flat, ones, ones);
        gaussian.logRatio().addGradient(gaussian, ones, ones);
        assertThat(flat.parameters().gradient())
                .containsExactly(gaussian.parameters().gradient(), within(1e-10));
    }

    /** r has, under the prior, the density of the length of a Gaussian vector: E r² = n σ². */
    @Test
    void distancesFromTheOriginAreThoseOfAGaussian() {
        PoincareBall ball = new PoincareBall(CURVATURE);
        Columns z = new Columns(20_000, 3);
        new WrappedNormalPrior(CURVATURE, 0.9).sample(new Columns(0, 0), 4, z);
        double sum = 0;
        for (int r = 0; r < z.rows(); r++) {
            double[] point = {z.values()[z.at(r, 0)], z.values()[z.at(r, 1)], z.values()[z.at(r, 2)]};
            double distance = ball.distance(new double[3], point);
            sum += distance * distance / z.rows();
        }
        // A chi square of three degrees has the variance 6.
        assertThat(sum / 0.81).isCloseTo(3, within(4 * Math.sqrt(6 / 20_000.0)));
    }

    /** Far out, points stay off the edge, and nothing becomes infinite. */
    @Test
    void pointsNearTheEdgeStayInside() {
        PosteriorFamily family = new WrappedNormalPosterior(1);
        LatentRows rows = new LatentRows(LatentPart.of(2, family, new WrappedNormalPrior()), 1, 1);
        double[] parameters = {500, -300, 8, 8};
        System.arraycopy(parameters, 0, rows.parameters().values(), 0, 4);
        Matrix z = Matrix.allocate(DataType.DOUBLE, 1, 2);
        Matrix gradient = Matrix.allocate(DataType.DOUBLE, 1, 4);
        family.draw(KERNELS, matrix(parameters, 1), matrix(new double[] {2, 1}, 1), z);
        KERNELS.read(z, rows.z().values());
        assertThat(Math.hypot(rows.z().values()[0], rows.z().values()[1])).isCloseTo(1 - 1e-6, within(1e-12));
        family.drawGradient(
                KERNELS,
                new PosteriorFamily.Draw(matrix(parameters, 1), matrix(new double[] {2, 1}, 1), z),
                matrix(new double[] {1, 1}, 1),
                gradient,
                Accumulate.NO);
        double[] ratio = new double[1];
        rows.logRatio().addTo(rows, ratio);
        rows.logRatio().addGradient(rows, new double[] {1}, new double[] {1});
        assertThat(ratio[0]).isFinite();
        double[] found = new double[4];
        KERNELS.read(gradient, found);
        for (int i = 0; i < 4; i++) {
            assertThat(found[i]).isFinite();
            assertThat(rows.parameters().gradient()[i]).isFinite();
        }
    }

    @Test
    void anotherSpaceIsRefused() {
        assertThatThrownBy(() -> LatentPart.of(2, family(), new WrappedNormalPrior()))
                .hasMessageContaining("curvature 1.0")
                .hasMessageContaining("curvature 0.8")
                .hasMessageContaining("set model.prior to wrapped_normal");
        assertThatThrownBy(() -> LatentPart.of(2, family(), new SpherePrior()))
                .hasMessageContaining("sphere on the unit sphere");
        assertThatThrownBy(() -> new WrappedNormalPosterior(0)).hasMessageContaining("found curvature = 0.0");
        assertThatThrownBy(() -> new WrappedNormalPrior(1, Double.NaN)).hasMessageContaining("found sigma = NaN");
    }
}
