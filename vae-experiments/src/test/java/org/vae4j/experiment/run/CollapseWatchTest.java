package org.vae4j.experiment.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.vae4j.eval.aggregate.PosteriorDiagnostics;

class CollapseWatchTest {

    private static PosteriorDiagnostics variances(double... variances) {
        List<Double> values = DoubleStream.of(variances).boxed().toList();
        return new PosteriorDiagnostics(100, values, values, 0, 0, 0, 0, List.of());
    }

    @Test
    void warnsOnceOfACollapseAndReportsItsEnd() {
        CollapseWatch watch = new CollapseWatch();
        assertThat(watch.after(1, variances(0.5, 0.2, 0.001))).isEmpty();
        assertThat(watch.after(2, variances(0.01, 0.002, 0.001)).orElseThrow())
                .startsWith("posterior collapse after epoch 2: none of the latent dimensions z1-z3 is active")
                .contains("betaWarmupEpochs")
                .doesNotContain("\n");
        assertThat(watch.after(3, variances(0, 0, 0))).isEmpty();
        assertThat(watch.after(4, variances(0.5, 0, 0.011)))
                .contains("the posterior is back after epoch 4: 2 of 3 latent dimensions are active; inactive: z2");
        assertThat(watch.after(5, variances(0, 0, 0))).isPresent();
    }

    /** The diagnostics of 50 dimensions, of which the first are active. */
    private static PosteriorDiagnostics activeOf50(int active) {
        double[] variances = new double[50];
        Arrays.fill(variances, 0, active, 0.4);
        return variances(variances);
    }

    /** The published VAE on MNIST has 19 active dimensions of 50. */
    @Test
    void namesInactiveDimensionsInTheSummaryWithoutAWarning() {
        assertThat(new CollapseWatch().after(1, activeOf50(19))).isEmpty();
        assertThat(CollapseWatch.summary(activeOf50(19)))
                .isEqualTo("19 of 50 latent dimensions are active; inactive: z20-z50");
    }

    @Test
    void warnsWhenATenthOfTheDimensionsIsActive() {
        assertThat(new CollapseWatch().after(1, activeOf50(6))).isEmpty();
        assertThat(new CollapseWatch().after(1, activeOf50(5)).orElseThrow())
                .contains("5 of 50 latent dimensions are active; inactive: z6-z50");
    }

    @Test
    void aSingleInactiveDimensionIsACollapse() {
        assertThat(CollapseWatch.isCollapsed(variances(0.5))).isFalse();
        assertThat(CollapseWatch.isCollapsed(variances(0.001))).isTrue();
    }

    @Test
    void namesNoDimensionWhereAllAreActive() {
        assertThat(CollapseWatch.summary(variances(1, 1))).isEqualTo("2 of 2 latent dimensions are active");
    }

    /** The diagnostics of levels with four dimensions each, of which these numbers are active. */
    private static PosteriorDiagnostics levels(int... active) {
        List<PosteriorDiagnostics.Level> levels = IntStream.of(active)
                .mapToObj(units -> new PosteriorDiagnostics.Level(4, units, units))
                .toList();
        // Enough of all dimensions together are active, so that only the levels give reason to warn.
        List<Double> values = List.of(1.0, 1.0, 1.0, 0.0);
        return new PosteriorDiagnostics(100, List.of(), values, 0, 0, 0, 0, levels);
    }

    @Test
    void namesLevelsWithoutAnActiveDimensionWhenThatChanges() {
        CollapseWatch watch = new CollapseWatch();
        assertThat(watch.after(1, levels(4, 3, 2))).isEmpty();
        assertThat(watch.after(2, levels(4, 3, 0)).orElseThrow())
                .startsWith("level 3 of 3 is unused after epoch 2")
                .contains("4 of 4, 3 of 4, 0 of 4")
                .contains("level_free_bits")
                .doesNotContain("\n");
        assertThat(watch.after(3, levels(4, 3, 0))).isEmpty();
        assertThat(watch.after(4, levels(4, 0, 0)).orElseThrow()).startsWith("level 2 of 3, level 3 of 3 are unused");
        assertThat(watch.after(5, levels(4, 1, 1)).orElseThrow()).startsWith("every level is used after epoch 5");
    }
}
