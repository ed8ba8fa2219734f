package org.vae4j.latent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.vae4j.latent.posterior.DiagonalGaussianPosterior;
import org.vae4j.latent.posterior.FullGaussianPosterior;
import org.vae4j.latent.prior.StandardNormalPrior;

class FullGaussianPosteriorTest extends PosteriorContract {

    @Override
    PosteriorFamily family() {
        return new FullGaussianPosterior();
    }

    @Override
    double[] someParameters(Random random) {
        double[] parameters = new double[5];
        for (int j = 0; j < 2; j++) {
            parameters[j] = random.nextGaussian();
            parameters[2 + j] = 0.5 * random.nextGaussian() - 0.5;
        }
        parameters[4] = 0.8 * random.nextGaussian();
        return parameters;
    }

    private static final int EXAMPLES = 3;
    private static final int ROWS = 2 * EXAMPLES;

    /**
     * Rows of four dimensions with the same draws, means and log-variances for every family. A full Gaussian has zeros
     * below the diagonal then.
     */
    private static LatentRows diagonalRows(PosteriorFamily family) {
        LatentRows rows = new LatentRows(LatentPart.of(4, family, new StandardNormalPrior()), EXAMPLES, 2);
        Random random = new Random(5);
        Arrays.setAll(rows.z().values(), i -> random.nextGaussian());
        double[] parameters = random.doubles(EXAMPLES * 2 * 4, -1, 1).toArray();
        for (int i = 0; i < ROWS * 2 * 4; i++) {
            rows.parameters().values()[i] = parameters[i / ROWS * EXAMPLES + i % EXAMPLES];
        }
        return rows;
    }

    private final LatentRows full = diagonalRows(family());
    private final LatentRows diagonal = diagonalRows(new DiagonalGaussianPosterior());

    @Test
    void logRatioOfADiagonalFactorIsThatOfTheDiagonalGaussian() {
        double[] found = new double[ROWS];
        double[] expected = new double[ROWS];
        full.logRatio().addTo(full, found);
        diagonal.logRatio().addTo(diagonal, expected);
        assertThat(found).containsExactly(expected, within(1e-12));
    }

    @Test
    void logRatioGradientOfADiagonalFactorIsThatOfTheDiagonalGaussian() {
        double[] ones = {1, 1, 1, 1, 1, 1};
        for (LatentRows rows : new LatentRows[] {full, diagonal}) {
            rows.logRatio().addTo(rows, new double[ROWS]);
            rows.logRatio().addGradient(rows, ones, ones);
        }
        double[] expected = diagonal.parameters().gradient();
        assertThat(full.z().gradient()).containsExactly(diagonal.z().gradient(), within(1e-12));
        assertThat(Arrays.copyOf(full.parameters().gradient(), expected.length))
                .containsExactly(expected, within(1e-12));
    }

    @Test
    void closedKlOfADiagonalFactorIsThatOfTheDiagonalGaussian() {
        full.closedKl().orElseThrow().evaluate(full);
        diagonal.closedKl().orElseThrow().evaluate(diagonal);
        assertThat(full.kl().values()).containsExactly(diagonal.kl().values(), within(1e-14));
    }

    /** By the chain rule each dimension has a divergence itself. */
    @Test
    void closedKlOfEachDimensionIsPositive() {
        LatentRows rows = new LatentRows(LatentPart.of(3, family(), new StandardNormalPrior()), 50, 1);
        Random random = new Random(5);
        Arrays.setAll(rows.parameters().values(), i -> random.nextGaussian());
        rows.closedKl().orElseThrow().evaluate(rows);
        assertThat(Arrays.stream(rows.kl().values()).min().orElseThrow()).isPositive();
    }

    /** ½ (tr Σ + μᵀμ - 3 - log det Σ) for Σ = L Lᵀ with L = [[1, 0, 0], [2, 1, 0], [3, 4, 2]]. */
    @Test
    void closedKlMatchesItsFormulaForAGivenCovariance() {
        LatentRows rows = new LatentRows(LatentPart.of(3, family(), new StandardNormalPrior()), 1, 1);
        double[] parameters = {0.5, -1, 2, 0, 0, 2 * Math.log(2), 2, 3, 4};
        System.arraycopy(parameters, 0, rows.parameters().values(), 0, 9);
        rows.closedKl().orElseThrow().evaluate(rows);
        double trace = 1 + (4 + 1) + (9 + 16 + 4);
        double expected = 0.5 * (trace + 0.25 + 1 + 4 - 3 - Math.log(4));
        assertThat(Arrays.stream(rows.kl().values()).sum()).isCloseTo(expected, within(1e-12));
    }
}
