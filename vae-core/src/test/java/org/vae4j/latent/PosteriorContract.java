package org.vae4j.latent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

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

/** The tests that every family of posteriors with a density must pass. */
abstract class PosteriorContract {

    private static final int EXAMPLES = 2;
    private static final int DRAWS = 3;
    private static final int ROWS = EXAMPLES * DRAWS;
    private static final Kernels KERNELS = Kernels.of(DataType.DOUBLE);

    /** The displacement of central differences. */
    private static final double H = 1e-5;

    /** For differences of values of some nats the truncation is 1e-10, and the rounding 1e-16 · 10 / 1e-5. */
    private static final double SLOPE = 1e-8;

    /** Factors of the gradients of each row with respect to the draw and to the parameters. */
    private static final double[] PATH = {0.3, -1, 2, 0.5, 1, -0.7};

    private static final double[] DIRECT = {1, 0.2, -0.4, 1.5, 0.9, 2};

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
    void logDensityGradientMatchesFiniteDifferences() {
        LatentRows rows = rows(priors()[0]);
        family().addLogDensityGradient(rows, PATH, DIRECT);
        for (int i = 0; i < rows.z().values().length; i++) {
            assertThat(rows.z().gradient()[i])
                    .as("z, value %d", i)
                    .isCloseTo(PATH[i % ROWS] * densitySlope(rows, rows.z().values(), i), within(SLOPE));
        }
        for (int i = 0; i < rows.parameters().values().length; i++) {
            double slope = densitySlope(rows, rows.parameters().values(), i);
            assertThat(rows.parameters().gradient()[i])
                    .as("parameters, value %d", i)
                    .isCloseTo(DIRECT[i % ROWS] * slope, within(SLOPE));
        }
    }

    private double densitySlope(LatentRows rows, double[] argument, int i) {
        double value = argument[i];
        argument[i] = value + H;
        double above = logDensity(rows)[i % ROWS];
        argument[i] = value - H;
        double below = logDensity(rows)[i % ROWS];
        argument[i] = value;
        return (above - below) / (2 * H);
    }

    private double[] logDensity(LatentRows rows) {
        double[] values = new double[rows.rows()];
        family().addLogDensity(rows, values);
        return values;
    }

    /** The noise is held. */
    @Test
    void drawGradientMatchesFiniteDifferences() {
        Columns parameters = rows(priors()[0]).parameters();
        double[] noise = noise();
        double[] weights = GaussianNoise.draw(6, ROWS * latent());
        double[] found = drawGradient(parameters, noise, weights, 0, Accumulate.NO);
        for (int i = 0; i < found.length; i++) {
            assertThat(found[i])
                    .as("parameter %d", i)
                    .isCloseTo(drawSlope(parameters, noise, weights, i), within(SLOPE));
        }
    }

    @Test
    void drawGradientIsAddedOrOverwritesAsAsked() {
        Columns parameters = rows(priors()[0]).parameters();
        double[] weights = GaussianNoise.draw(6, ROWS * latent());
        double[] overwritten = drawGradient(parameters, noise(), weights, 7, Accumulate.NO);
        double[] added = drawGradient(parameters, noise(), weights, 7, Accumulate.YES);
        for (int i = 0; i < added.length; i++) {
            assertThat(added[i]).as("parameter %d", i).isCloseTo(overwritten[i] + 7, within(1e-12));
        }
    }

    private double[] noise() {
        return GaussianNoise.draw(5, ROWS * family().noiseCount(latent()));
    }

    /** The gradient of Σ weights · z with respect to the parameters, in a matrix that held {@code before}. */
    private double[] drawGradient(
            Columns parameters, double[] noise, double[] weights, double before, Accumulate accumulate) {
        Matrix gradient = Matrix.allocate(DataType.DOUBLE, ROWS, parameters.count());
        KERNELS.fill(gradient, before);
        PosteriorFamily.Draw draw = new PosteriorFamily.Draw(
                matrix(parameters.values(), ROWS), matrix(noise, ROWS), draw(parameters, noise));
        family().drawGradient(KERNELS, draw, matrix(weights, ROWS), gradient, accumulate);
        double[] found = new double[parameters.values().length];
        KERNELS.read(gradient, found);
        return found;
    }

    /** The parameters are held. */
    @Test
    void noiseGradientMatchesFiniteDifferences() {
        assumeTrue(family().movesWithNoise(), "the family has no gradient with respect to its noise");
        Columns parameters = rows(priors()[0]).parameters();
        double[] noise = noise();
        double[] weights = GaussianNoise.draw(6, ROWS * latent());
        PosteriorFamily.Draw draw = new PosteriorFamily.Draw(
                matrix(parameters.values(), ROWS), matrix(noise, ROWS), draw(parameters, noise));
        double[] found = family().noiseGradient(KERNELS, draw, matrix(weights, ROWS));
        assertThat(found).hasSameSizeAs(noise);
        for (int i = 0; i < found.length; i++) {
            double[] moved = noise.clone();
            moved[i] = noise[i] + H;
            double above = dot(draw(parameters, moved), weights);
            moved[i] = noise[i] - H;
            double slope = (above - dot(draw(parameters, moved), weights)) / (2 * H);
            assertThat(found[i]).as("noise %d", i).isCloseTo(slope, within(SLOPE));
        }
    }

    private double drawSlope(Columns parameters, double[] noise, double[] weights, int i) {
        double value = parameters.values()[i];
        parameters.values()[i] = value + H;
        double above = dot(draw(parameters, noise), weights);
        parameters.values()[i] = value - H;
        double below = dot(draw(parameters, noise), weights);
        parameters.values()[i] = value;
        return (above - below) / (2 * H);
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

    @Test
    void logRatioIsTheDifferenceOfTheDensities() {
        for (Prior prior : priors()) {
            LatentRows rows = rows(prior);
            double[] ratio = new double[ROWS];
            double[] expected = new double[ROWS];
            rows.logRatio().addTo(rows, ratio);
            new SeparateLogRatio(family()).addTo(rows, expected);
            assertThat(ratio).as(prior.toString()).containsExactly(expected, within(1e-12));
        }
    }

    @Test
    void logRatioGradientIsTheDifferenceOfTheDensities() {
        for (Prior prior : priors()) {
            LatentRows fused = rows(prior);
            LatentRows separate = rows(prior);
            fused.logRatio().addTo(fused, new double[ROWS]);
            fused.logRatio().addGradient(fused, PATH, DIRECT);
            new SeparateLogRatio(family()).addGradient(separate, PATH, DIRECT);
            assertThat(fused.z().gradient())
                    .as(prior.toString())
                    .containsExactly(separate.z().gradient(), within(1e-12));
            assertThat(fused.parameters().gradient())
                    .as(prior.toString())
                    .containsExactly(separate.parameters().gradient(), within(1e-12));
        }
    }

    /** The quadrature of {@link #nodes} is exact to rounding for densities that vanish at its ends, or are periodic. */
    @Test
    void densityIntegratesToOne() {
        LatentRows model = rows(priors()[0]);
        for (int e = 0; e < EXAMPLES; e++) {
            assertThat(integrate(model, e).total()).as("example %d", e).isCloseTo(1, within(1e-9));
        }
    }

    @Test
    void closedFormIsTheIntegralOfTheLogRatio() {
        for (Prior prior : priors()) {
            LatentRows model = rows(prior);
            if (model.closedKl().isEmpty()) {
                continue;
            }
            model.closedKl().get().evaluate(model);
            for (int e = 0; e < EXAMPLES; e++) {
                double closed = 0;
                for (int j = 0; j < model.kl().count(); j++) {
                    closed += model.kl().values()[model.kl().at(e, j)];
                }
                assertThat(closed)
                        .as("%s, example %d", prior, e)
                        .isCloseTo(integrate(model, e).divergence(), within(1e-8));
            }
        }
    }

    /** ∫ q dz and ∫ q (log q - log p) dz. */
    private record Quadrature(double total, double divergence) {}

    private Quadrature integrate(LatentRows model, int example) {
        Nodes rule = nodes();
        int nodes = rule.cells().length;
        LatentRows grid = new LatentRows(model.part(), nodes, 1);
        for (int j = 0; j < model.parameters().count(); j++) {
            Arrays.fill(
                    grid.parameters().values(),
                    grid.parameters().at(0, j),
                    grid.parameters().at(0, j) + nodes,
                    model.parameters().values()[model.parameters().at(example, j)]);
        }
        System.arraycopy(rule.points().values(), 0, grid.z().values(), 0, nodes * latent());
        double[] logDensity = logDensity(grid);
        double[] ratio = new double[nodes];
        grid.logRatio().addTo(grid, ratio);
        double total = 0;
        double divergence = 0;
        for (int n = 0; n < nodes; n++) {
            double mass = rule.cells()[n] * Math.exp(logDensity[n]);
            total += mass;
            divergence -= mass * ratio[n];
        }
        return new Quadrature(total, divergence);
    }

    /**
     * A quadrature rule on the family's space.
     *
     * @param points {@code [nodes, latent]}
     * @param cells the measure that each node stands for
     */
    record Nodes(Columns points, double[] cells) {}

    /** The rule that densities are integrated with: ±12 in steps of 1/20, unless the space is another. */
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
    void closedFormGradientMatchesFiniteDifferences() {
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
                    assertThat(shared)
                            .as("%s, example %d, parameter %d", prior, e, j)
                            .isCloseTo(klSlope(rows, e, j), within(SLOPE));
                }
            }
        }
    }

    private static double klSlope(LatentRows rows, int example, int column) {
        double above = shiftedKl(rows, example, column, H);
        double below = shiftedKl(rows, example, column, -H);
        return (above - below) / (2 * H);
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
