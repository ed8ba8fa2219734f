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

    /** Zeros below the diagonal: density, its gradient and divergence are those of the diagonal family. */
    @Test
    void aDiagonalRootIsTheDiagonalGaussian() {
        int latent = 4;
        LatentRows full = new LatentRows(LatentPart.of(latent, family(), new StandardNormalPrior()), 3, 2);
        LatentRows diagonal =
                new LatentRows(LatentPart.of(latent, new DiagonalGaussianPosterior(), new StandardNormalPrior()), 3, 2);
        Random random = new Random(5);
        Arrays.setAll(diagonal.z().values(), i -> random.nextGaussian());
        double[] ofExamples = random.doubles(3 * 2 * latent, -1, 1).toArray();
        Arrays.setAll(diagonal.parameters().values(), i -> ofExamples[i / 6 * 3 + i % 3]);
        System.arraycopy(diagonal.z().values(), 0, full.z().values(), 0, 6 * latent);
        System.arraycopy(diagonal.parameters().values(), 0, full.parameters().values(), 0, 12 * latent);
        double[] one = new double[6];
        double[] other = new double[6];
        full.logRatio().addTo(full, one);
        diagonal.logRatio().addTo(diagonal, other);
        assertThat(one).containsExactly(other, within(1e-12));
        double[] ones = {1, 1, 1, 1, 1, 1};
        full.logRatio().addGradient(full, ones, ones);
        diagonal.logRatio().addGradient(diagonal, ones, ones);
        assertThat(full.z().gradient()).containsExactly(diagonal.z().gradient(), within(1e-12));
        assertThat(Arrays.copyOf(full.parameters().gradient(), 12 * latent))
                .containsExactly(diagonal.parameters().gradient(), within(1e-12));
        full.closedKl().orElseThrow().evaluate(full);
        diagonal.closedKl().orElseThrow().evaluate(diagonal);
        assertThat(full.kl().values()).containsExactly(diagonal.kl().values(), within(1e-14));
    }

    /** By the chain rule dimension by dimension, so that each is a divergence itself. */
    @Test
    void noDimensionHasANegativeDivergence() {
        LatentRows rows = new LatentRows(LatentPart.of(3, family(), new StandardNormalPrior()), 50, 1);
        Random random = new Random(5);
        Arrays.setAll(rows.parameters().values(), i -> random.nextGaussian());
        rows.closedKl().orElseThrow().evaluate(rows);
        assertThat(Arrays.stream(rows.kl().values()).min().orElseThrow()).isPositive();
    }

    /** Against ½ (tr Σ + μᵀμ - 3 - log det Σ) for Σ = L Lᵀ with L = [[1, 0, 0], [2, 1, 0], [3, 4, 2]]. */
    @Test
    void theDivergenceOfThreeDimensionsIsTheKnownOne() {
        LatentRows rows = new LatentRows(LatentPart.of(3, family(), new StandardNormalPrior()), 1, 1);
        double[] parameters = {0.5, -1, 2, 0, 0, 2 * Math.log(2), 2, 3, 4};
        System.arraycopy(parameters, 0, rows.parameters().values(), 0, 9);
        rows.closedKl().orElseThrow().evaluate(rows);
        double trace = 1 + (4 + 1) + (9 + 16 + 4);
        double expected = 0.5 * (trace + 0.25 + 1 + 4 - 3 - Math.log(4));
        assertThat(Arrays.stream(rows.kl().values()).sum()).isCloseTo(expected, within(1e-12));
    }
}
