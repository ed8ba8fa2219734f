package org.vae4j.latent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.vae4j.latent.posterior.DiagonalGaussianPosterior;
import org.vae4j.latent.posterior.HierarchicalGaussianPosterior;
import org.vae4j.latent.posterior.HierarchicalGaussianPosterior.Direction;
import org.vae4j.latent.prior.StandardNormalPrior;
import org.vae4j.math.GaussianNoise;

/** A hierarchy of one layer must agree with a diagonal Gaussian; tests of models check several layers. */
class HierarchicalGaussianPosteriorTest {

    private static final int EXAMPLES = 4;
    private static final int DRAWS = 3;

    private static LatentRows rows(PosteriorFamily family) {
        LatentRows rows = new LatentRows(LatentPart.of(2, family, new StandardNormalPrior()), EXAMPLES, DRAWS);
        double[] parameters = GaussianNoise.draw(3, rows.parameters().values().length);
        for (int i = 0; i < parameters.length; i++) {
            // All draws of an example share its parameters.
            int row = i % rows.rows();
            rows.parameters().values()[i] = parameters[i - row + row % EXAMPLES];
        }
        double[] z = GaussianNoise.draw(4, rows.z().values().length);
        System.arraycopy(z, 0, rows.z().values(), 0, z.length);
        return rows;
    }

    private static LatentRows oneLayer() {
        return rows(new HierarchicalGaussianPosterior(List.of(2), Direction.TOP_DOWN));
    }

    private static LatentRows plain() {
        return rows(new DiagonalGaussianPosterior());
    }

    @Test
    void logDensityOfOneLayerIsThatOfADiagonalGaussian() {
        LatentRows one = oneLayer();
        LatentRows plain = plain();
        double[] found = new double[one.rows()];
        double[] expected = new double[one.rows()];
        one.part().posterior().addLogDensity(one, found);
        plain.part().posterior().addLogDensity(plain, expected);
        assertThat(found).containsExactly(expected, within(1e-13));
    }

    @Test
    void logRatioOfOneLayerIsThatOfADiagonalGaussian() {
        LatentRows one = oneLayer();
        LatentRows plain = plain();
        double[] found = new double[one.rows()];
        double[] expected = new double[one.rows()];
        one.logRatio().addTo(one, found);
        plain.logRatio().addTo(plain, expected);
        assertThat(found).containsExactly(expected, within(1e-13));
    }

    @Test
    void logRatioGradientOfOneLayerIsThatOfADiagonalGaussian() {
        LatentRows one = oneLayer();
        LatentRows plain = plain();
        one.logRatio().addTo(one, new double[one.rows()]);
        plain.logRatio().addTo(plain, new double[one.rows()]);
        double[] path = GaussianNoise.draw(5, one.rows());
        double[] direct = GaussianNoise.draw(6, one.rows());
        one.logRatio().addGradient(one, path, direct);
        plain.logRatio().addGradient(plain, path, direct);
        assertSameGradients(one, plain);
    }

    private static void assertSameGradients(LatentRows one, LatentRows plain) {
        assertThat(one.z().gradient()).containsExactly(plain.z().gradient(), within(1e-12));
        assertThat(one.parameters().gradient())
                .containsExactly(plain.parameters().gradient(), within(1e-12));
    }

    @Test
    void closedKlOfOneLayerAndItsGradientAreThoseOfADiagonalGaussian() {
        LatentRows one = oneLayer();
        LatentRows plain = plain();
        for (LatentRows rows : List.of(one, plain)) {
            rows.closedKl().orElseThrow().evaluate(rows);
            double[] weights = GaussianNoise.draw(7, rows.kl().gradient().length);
            System.arraycopy(weights, 0, rows.kl().gradient(), 0, weights.length);
            rows.closedKl().orElseThrow().addGradient(rows);
        }
        assertThat(one.kl().values()).isEqualTo(plain.kl().values());
        assertSameGradients(one, plain);
    }

    /** Two layers of one dimension each, of which the posterior of the first equals its prior. */
    private static LatentRows firstLayerEqualToItsPrior() {
        LatentRows rows = rows(new HierarchicalGaussianPosterior(List.of(1, 1), Direction.TOP_DOWN));
        // [μ_q1 | log σ_q1² | μ_q2 | log σ_q2² | μ_p1 | log σ_p1²]
        double[] parameters = rows.parameters().values();
        System.arraycopy(parameters, 0, parameters, 4 * rows.rows(), 2 * rows.rows());
        return rows;
    }

    @Test
    void closedKlOfALayerEqualToItsPriorIsZero() {
        LatentRows rows = firstLayerEqualToItsPrior();
        rows.closedKl().orElseThrow().evaluate(rows);
        double[] kl = rows.kl().values();
        assertThat(Arrays.copyOf(kl, EXAMPLES)).as("first layer").containsOnly(0);
        assertThat(Arrays.stream(kl, EXAMPLES, 2 * EXAMPLES)).as("second layer").allMatch(value -> value > 1e-3);
    }

    @Test
    void closedKlGradientOfALayerEqualToItsPriorIsZero() {
        LatentRows rows = firstLayerEqualToItsPrior();
        rows.closedKl().orElseThrow().evaluate(rows);
        Arrays.fill(rows.kl().gradient(), 1);
        rows.closedKl().orElseThrow().addGradient(rows);
        assertThat(Arrays.stream(rows.parameters().gradient(), 0, 2 * rows.rows()))
                .allMatch(gradient -> gradient == 0);
    }

    @Test
    void logRatioOfALayerEqualToItsPriorIsZero() {
        LatentRows rows = firstLayerEqualToItsPrior();
        assertThat(rows.logRatio().perLevel(rows).get(0)).containsOnly(0);
    }

    @Test
    void parameterCountIsThatOfAllPosteriorsAndLowerPriors() {
        assertThat(new HierarchicalGaussianPosterior(List.of(2, 1), Direction.BOTTOM_UP).parameterCount(3))
                .isEqualTo(10);
    }

    @Test
    void closedKlIsMissingFromTheBottomUp() {
        assertThat(new HierarchicalGaussianPosterior(List.of(2, 1), Direction.BOTTOM_UP)
                        .closedKl(new StandardNormalPrior()))
                .isEmpty();
    }

    @Test
    void sizesThatDoNotAddUpAreRefused() {
        HierarchicalGaussianPosterior family = new HierarchicalGaussianPosterior(List.of(2, 1), Direction.BOTTOM_UP);
        assertThatThrownBy(() -> family.parameterCount(4)).hasMessageContaining("expected 3");
    }

    @Test
    void emptyHierarchyIsRefused() {
        assertThatThrownBy(() -> new HierarchicalGaussianPosterior(List.of(), Direction.TOP_DOWN))
                .hasMessageContaining("at least one layer");
    }
}
