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

/** One layer is a diagonal Gaussian; several are checked in models of them. */
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
    void densityAndRatioOfOneLayerAreThoseOfADiagonalGaussian() {
        LatentRows one = oneLayer();
        LatentRows plain = plain();
        double[] found = new double[one.rows()];
        double[] expected = new double[one.rows()];
        one.part().posterior().addLogDensity(one, found);
        plain.part().posterior().addLogDensity(plain, expected);
        assertThat(found).containsExactly(expected, within(1e-13));
        one.logRatio().addTo(one, found);
        plain.logRatio().addTo(plain, expected);
        assertThat(found).containsExactly(expected, within(1e-13));
        double[] path = GaussianNoise.draw(5, one.rows());
        double[] direct = GaussianNoise.draw(6, one.rows());
        one.logRatio().addGradient(one, path, direct);
        plain.logRatio().addGradient(plain, path, direct);
        requireSameGradients(one, plain);
    }

    private static void requireSameGradients(LatentRows one, LatentRows plain) {
        assertThat(one.z().gradient()).containsExactly(plain.z().gradient(), within(1e-12));
        assertThat(one.parameters().gradient())
                .containsExactly(plain.parameters().gradient(), within(1e-12));
    }

    @Test
    void divergenceOfOneLayerIsThatOfADiagonalGaussian() {
        LatentRows one = oneLayer();
        LatentRows plain = plain();
        for (LatentRows rows : List.of(one, plain)) {
            rows.closedKl().orElseThrow().evaluate(rows);
            double[] weights = GaussianNoise.draw(7, rows.kl().gradient().length);
            System.arraycopy(weights, 0, rows.kl().gradient(), 0, weights.length);
            rows.closedKl().orElseThrow().addGradient(rows);
        }
        assertThat(one.kl().values()).isEqualTo(plain.kl().values());
        requireSameGradients(one, plain);
    }

    /** A layer that is drawn from its prior has no divergence, and no gradient of one. */
    @Test
    void aLayerThatIsItsPriorHasNoDivergence() {
        LatentRows rows = rows(new HierarchicalGaussianPosterior(List.of(1, 1), Direction.TOP_DOWN));
        // [μ_q1 | log σ_q1² | μ_q2 | log σ_q2² | μ_p1 | log σ_p1²]
        double[] parameters = rows.parameters().values();
        System.arraycopy(parameters, 0, parameters, 4 * rows.rows(), 2 * rows.rows());
        rows.closedKl().orElseThrow().evaluate(rows);
        double[] kl = rows.kl().values();
        assertThat(Arrays.copyOf(kl, EXAMPLES)).containsOnly(0);
        assertThat(Arrays.stream(kl, EXAMPLES, 2 * EXAMPLES)).allMatch(value -> value > 1e-3);
        Arrays.fill(rows.kl().gradient(), 1);
        rows.closedKl().orElseThrow().addGradient(rows);
        assertThat(Arrays.stream(rows.parameters().gradient(), 0, 2 * rows.rows()))
                .allMatch(gradient -> gradient == 0);
        List<double[]> levels = rows.logRatio().perLevel(rows);
        assertThat(levels.get(0)).containsOnly(0);
    }

    @Test
    void sizesThatDoNotAddUpAreRefused() {
        HierarchicalGaussianPosterior family = new HierarchicalGaussianPosterior(List.of(2, 1), Direction.BOTTOM_UP);
        assertThat(family.parameterCount(3)).isEqualTo(10);
        assertThat(family.closedKl(new StandardNormalPrior())).isEmpty();
        assertThatThrownBy(() -> family.parameterCount(4)).hasMessageContaining("expected 3");
        assertThatThrownBy(() -> new HierarchicalGaussianPosterior(List.of(), Direction.TOP_DOWN))
                .hasMessageContaining("at least one layer");
    }
}
