package org.vae4j.latent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.vae4j.extension.Registry;
import org.vae4j.kernel.Accumulate;
import org.vae4j.kernel.Kernels;
import org.vae4j.kernel.Matrix;
import org.vae4j.latent.prior.StandardNormalPrior;
import org.vae4j.math.GaussianNoise;

/** What every family of posteriors with a density must do. */
abstract class PosteriorContract {

    private static final int EXAMPLES = 2;
    private static final int DRAWS = 3;
    private static final int ROWS = EXAMPLES * DRAWS;
    private static final Kernels KERNELS = Kernels.of(DataType.DOUBLE);

    /** Central differences with h = 1e-5 of values of some nats: truncation 1e-10, rounding 1e-16 · 10 / 1e-5. */
    private static final double SLOPE = 1e-8;

    /** The family. */
    abstract PosteriorFamily family();

    /** Latent dimensions to test with. */
    int latent() {
        return 2;
    }

    /** Parameters of one example with a density that fits into ±9 around the origin. */
    abstract double[] someParameters(Random random);

    /** The priors against which the closed form and the fused ratio are held. */
    Prior[] priors() {
        return new Prior[] {new StandardNormalPrior()};
    }

    private LatentRows rows(Prior prior) {
        LatentRows result = new LatentRows(LatentPart.of(latent(), family(), prior), EXAMPLES, DRAWS);
        Random random = new Random(11);
        double[] values = result.parameters().values();
        for (int e = 0; e < EXAMPLES; e++) {
            double[] parameters = someParameters(random);
            for (int r = e; r < ROWS; r += EXAMPLES) {
                for (int j = 0; j < parameters.length; j++) {
                    values[result.parameters().at(r, j)] = parameters[j];
                }
            }
        }
        Matrix z = draw(result.parameters(), GaussianNoise.draw(5, ROWS * family().noiseCount(latent())));
        KERNELS.read(z, result.z().values());
        return result;
    }

    private Matrix draw(Columns parameters, double[] noise) {
        Matrix z = Matrix.allocate(DataType.DOUBLE, parameters.rows(), latent());
        family().draw(KERNELS, matrix(parameters.values(), parameters.rows()), matrix(noise, parameters.rows()), z);
        return z;
    }

    private static Matrix matrix(double[] values, int rows) {
        Matrix matrix = Matrix.allocate(DataType.DOUBLE, rows, values.length / rows);
        KERNELS.write(values, matrix);
        return matrix;
    }

    @Test
    void isFoundByItsName() {
        assertThat(Registry.of(PosteriorFamily.class).get(family().name())).isEqualTo(family());
    }

    @Test
    void theLogDensityHasItsGradient() {
        LatentRows rows = rows(priors()[0]);
        double[] path = {0.3, -1, 2, 0.5, 1, -0.7};
        double[] direct = {1, 0.2, -0.4, 1.5, 0.9, 2};
        family().addLogDensityGradient(rows, path, direct);
        for (int i = 0; i < rows.z().values().length; i++) {
            assertThat(rows.z().gradient()[i])
                    .isCloseTo(path[i % ROWS] * densitySlope(rows, rows.z().values(), i), within(SLOPE));
        }
        for (int i = 0; i < rows.parameters().values().length; i++) {
            assertThat(rows.parameters().gradient()[i])
                    .isCloseTo(
                            direct[i % ROWS]
                                    * densitySlope(rows, rows.parameters().values(), i),
                            within(SLOPE));
        }
    }

    private double densitySlope(LatentRows rows, double[] argument, int i) {
        double h = 1e-5;
        double value = argument[i];
        argument[i] = value + h;
        double above = logDensity(rows)[i % ROWS];
        argument[i] = value - h;
        double below = logDensity(rows)[i % ROWS];
        argument[i] = value;
        return (above - below) / (2 * h);
    }

    private double[] logDensity(LatentRows rows) {
        double[] values = new double[rows.rows()];
        family().addLogDensity(rows, values);
        return values;
    }

    /** The draw's backward pass against central differences in the parameters, the noise being held. */
    @Test
    void theDrawHasItsGradient() {
        LatentRows rows = rows(priors()[0]);
        Columns parameters = rows.parameters();
        double[] noise = GaussianNoise.draw(5, ROWS * family().noiseCount(latent()));
        double[] weights = GaussianNoise.draw(6, ROWS * latent());
        Matrix z = draw(parameters, noise);
        Matrix gradient = Matrix.allocate(DataType.DOUBLE, ROWS, parameters.count());
        KERNELS.fill(gradient, 7);
        PosteriorFamily.Draw drawn =
                new PosteriorFamily.Draw(matrix(parameters.values(), ROWS), matrix(noise, ROWS), z);
        family().drawGradient(KERNELS, drawn, matrix(weights, ROWS), gradient, Accumulate.YES);
        double[] found = new double[parameters.values().length];
        KERNELS.read(gradient, found);
        for (int i = 0; i < found.length; i++) {
            assertThat(found[i] - 7).isCloseTo(drawSlope(parameters, noise, weights, i), within(SLOPE));
        }
        family().drawGradient(KERNELS, drawn, matrix(weights, ROWS), gradient, Accumulate.NO);
        double[] overwritten = new double[found.length];
        KERNELS.read(gradient, overwritten);
        for (int i = 0; i < found.length; i++) {
            assertThat(overwritten[i]).isCloseTo(found[i] - 7, within(1e-12));
        }
    }

    /** The draw against central differences in the noise, the parameters being held. */
    @Test
    void theDrawMovesWithItsNoise() {
        if (!family().movesWithNoise()) {
            return;
        }
        Columns parameters = rows(priors()[0]).parameters();
        double[] noise = GaussianNoise.draw(5, ROWS * family().noiseCount(latent()));
        double[] weights = GaussianNoise.draw(6, ROWS * latent());
        PosteriorFamily.Draw drawn = new PosteriorFamily.Draw(
                matrix(parameters.values(), ROWS), matrix(noise, ROWS), draw(parameters, noise));
        double[] found = family().noiseGradient(KERNELS, drawn, matrix(weights, ROWS));
        assertThat(found).hasSameSizeAs(noise);
        for (int i = 0; i < found.length; i++) {
            double[] moved = noise.clone();
            moved[i] += 1e-5;
            double above = dot(draw(parameters, moved), weights);
            moved[i] -= 2e-5;
            assertThat(found[i]).isCloseTo((above - dot(draw(parameters, moved), weights)) / 2e-5, within(SLOPE));
        }
    }

    private double drawSlope(Columns parameters, double[] noise, double[] weights, int i) {
        double h = 1e-5;
        double value = parameters.values()[i];
        parameters.values()[i] = value + h;
        double above = dot(draw(parameters, noise), weights);
        parameters.values()[i] = value - h;
        double below = dot(draw(parameters, noise), weights);
        parameters.values()[i] = value;
        return (above - below) / (2 * h);
    }

    private static double dot(Matrix z, double[] weights) {
        double[] values = new double[weights.length];
        KERNELS.read(z, values);
        double sum = 0;
        for (int i = 0; i < values.length; i++) {
            sum += values[i] * weights[i];
        }
        return sum;
    }

    /** log p - log q, fused or not, is the difference of the two densities, and so is its gradient. */
    @Test
    void theRatioIsTheDifferenceOfTheDensities() {
        for (Prior prior : priors()) {
            LatentRows fused = rows(prior);
            LatentRows separate = rows(prior);
            LogRatio reference = new SeparateLogRatio(family());
            double[] ratio = new double[ROWS];
            double[] expected = new double[ROWS];
            fused.logRatio().addTo(fused, ratio);
            reference.addTo(separate, expected);
            assertThat(ratio).containsExactly(expected, within(1e-12));
            double[] path = {0.3, -1, 2, 0.5, 1, -0.7};
            double[] direct = {1, 0.2, -0.4, 1.5, 0.9, 2};
            fused.logRatio().addGradient(fused, path, direct);
            reference.addGradient(separate, path, direct);
            assertThat(fused.z().gradient()).containsExactly(separate.z().gradient(), within(1e-12));
            assertThat(fused.parameters().gradient())
                    .containsExactly(separate.parameters().gradient(), within(1e-12));
        }
    }

    /** The trapezoidal rule is exact to rounding for smooth integrands that vanish at the ends, or are periodic. */
    @Test
    void theDensityIntegratesToOneAndTheClosedFormIsItsDivergence() {
        for (Prior prior : priors()) {
            LatentRows model = rows(prior);
            model.closedKl().ifPresent(form -> form.evaluate(model));
            for (int e = 0; e < EXAMPLES; e++) {
                Quadrature found = integrate(model, e);
                assertThat(found.total()).isCloseTo(1, within(1e-9));
                if (model.closedKl().isPresent()) {
                    double closed = 0;
                    for (int j = 0; j < model.kl().count(); j++) {
                        closed += model.kl().values()[model.kl().at(e, j)];
                    }
                    assertThat(closed).isCloseTo(found.divergence(), within(1e-8));
                }
            }
        }
    }

    private record Quadrature(double total, double divergence) {}

    private Quadrature integrate(LatentRows model, int example) {
        Nodes where = nodes();
        int nodes = where.cells().length;
        LatentRows grid = new LatentRows(model.part(), nodes, 1);
        for (int j = 0; j < model.parameters().count(); j++) {
            Arrays.fill(
                    grid.parameters().values(),
                    grid.parameters().at(0, j),
                    grid.parameters().at(0, j) + nodes,
                    model.parameters().values()[model.parameters().at(example, j)]);
        }
        System.arraycopy(where.points().values(), 0, grid.z().values(), 0, nodes * latent());
        double[] logDensity = logDensity(grid);
        double[] ratio = new double[nodes];
        grid.logRatio().addTo(grid, ratio);
        double total = 0;
        double divergence = 0;
        for (int n = 0; n < nodes; n++) {
            double mass = where.cells()[n] * Math.exp(logDensity[n]);
            total += mass;
            divergence -= mass * ratio[n];
        }
        return new Quadrature(total, divergence);
    }

    /**
     * Points of the family's space, and how much of its measure each stands for.
     *
     * @param points {@code [nodes, latent]}
     * @param cells one per node
     */
    record Nodes(Columns points, double[] cells) {}

    /** Those that the density is integrated over: ±12 in steps of 1/20, unless the space is another. */
    Nodes nodes() {
        int side = 481;
        int nodes = (int) Math.pow(side, latent());
        Columns points = new Columns(nodes, latent());
        for (int j = 0; j < latent(); j++) {
            for (int n = 0; n < nodes; n++) {
                points.values()[points.at(n, j)] = (n / (int) Math.pow(side, j) % side - side / 2) / 20.0;
            }
        }
        double[] cells = new double[nodes];
        Arrays.fill(cells, Math.pow(1 / 20.0, latent()));
        return new Nodes(points, cells);
    }

    @Test
    void theClosedFormHasItsGradient() {
        for (Prior prior : priors()) {
            LatentRows rows = rows(prior);
            if (rows.closedKl().isEmpty()) {
                continue;
            }
            double[] weights = rows.kl().gradient();
            Arrays.setAll(weights, i -> 0.5 + 0.3 * i);
            rows.closedKl().get().evaluate(rows);
            rows.closedKl().get().addGradient(rows);
            double[] found = rows.parameters().gradient().clone();
            for (int j = 0; j < rows.parameters().count(); j++) {
                for (int e = 0; e < EXAMPLES; e++) {
                    double shared = 0;
                    for (int r = e; r < ROWS; r += EXAMPLES) {
                        shared += found[rows.parameters().at(r, j)];
                    }
                    assertThat(shared).isCloseTo(klSlope(rows, e, j), within(SLOPE));
                }
            }
        }
    }

    private static double klSlope(LatentRows rows, int example, int column) {
        double h = 1e-5;
        double above = shiftedKl(rows, example, column, h);
        double below = shiftedKl(rows, example, column, -h);
        return (above - below) / (2 * h);
    }

    private static double shiftedKl(LatentRows rows, int example, int column, double shift) {
        double[] values = rows.parameters().values();
        for (int r = example; r < ROWS; r += EXAMPLES) {
            values[rows.parameters().at(r, column)] += shift;
        }
        rows.closedKl().orElseThrow().evaluate(rows);
        double sum = 0;
        for (int i = 0; i < rows.kl().values().length; i++) {
            sum += rows.kl().values()[i] * rows.kl().gradient()[i];
        }
        for (int r = example; r < ROWS; r += EXAMPLES) {
            values[rows.parameters().at(r, column)] -= shift;
        }
        return sum;
    }
}
