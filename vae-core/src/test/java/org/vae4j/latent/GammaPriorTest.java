package org.vae4j.latent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.apache.commons.math3.distribution.GammaDistribution;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vae4j.extension.Registry;
import org.vae4j.latent.positive.GammaPrior;

class GammaPriorTest {

    private static final Columns NONE = new Columns(0, 0);

    @Test
    void isFoundByItsName() {
        assertThat(Registry.of(Prior.class).get("gamma")).isEqualTo(new GammaPrior(1, 1));
    }

    /** Two rows of two dimensions: (0.1, 2.5) and (1, 7). */
    private static Columns points() {
        Columns z = new Columns(2, 2);
        System.arraycopy(new double[] {0.1, 1, 2.5, 7}, 0, z.values(), 0, 4);
        return z;
    }

    @ParameterizedTest(name = "shape = {0}, rate = {1}")
    @CsvSource({"0.3, 2", "1, 1", "4.5, 0.2"})
    void logDensityMatchesCommonsMath(double shape, double rate) {
        GammaDistribution reference = new GammaDistribution(null, shape, 1 / rate);
        double[] logDensity = new double[2];
        new GammaPrior(shape, rate).addLogDensity(points(), NONE, logDensity);
        assertThat(logDensity[0]).isCloseTo(reference.logDensity(0.1) + reference.logDensity(2.5), within(1e-12));
        assertThat(logDensity[1]).isCloseTo(reference.logDensity(1) + reference.logDensity(7), within(1e-12));
    }

    @ParameterizedTest(name = "shape = {0}, rate = {1}")
    @CsvSource({"0.3, 2", "1, 1", "4.5, 0.2"})
    void logDensityGradientMatchesFiniteDifferences(double shape, double rate) {
        double h = 1e-6;
        GammaDistribution reference = new GammaDistribution(null, shape, 1 / rate);
        double[] weights = {2, -3};
        Columns z = points();
        new GammaPrior(shape, rate).addLogDensityGradient(z, NONE, weights);
        for (int i = 0; i < 4; i++) {
            double value = z.values()[i];
            double slope = (reference.logDensity(value + h) - reference.logDensity(value - h)) / (2 * h);
            assertThat(z.gradient()[i]).as("z = %s", value).isCloseTo(weights[i % 2] * slope, within(1e-7));
        }
    }

    /** The share of the draws below a quantile, within four standard errors. */
    @ParameterizedTest(name = "shape = {0}, rate = {1}")
    @CsvSource({"0.3, 2", "1, 1", "4.5, 0.2"})
    void drawsHaveTheQuantilesOfCommonsMath(double shape, double rate) {
        GammaDistribution reference = new GammaDistribution(null, shape, 1 / rate);
        Columns z = new Columns(10_000, 2);
        new GammaPrior(shape, rate).sample(NONE, 3, z);
        int draws = z.values().length;
        for (double share : new double[] {0.01, 0.3, 0.5, 0.95}) {
            double point = reference.inverseCumulativeProbability(share);
            double found = Arrays.stream(z.values()).filter(v -> v < point).count() / (double) draws;
            assertThat(found)
                    .as("quantile of %s", share)
                    .isCloseTo(share, within(4 * Math.sqrt(share * (1 - share) / draws)));
        }
    }

    @Test
    void drawDependsOnItsNumberAndNotOnTheCount() {
        Columns few = new Columns(3, 2);
        Columns many = new Columns(10_000, 2);
        new GammaPrior(0.3, 2).sample(NONE, 3, few);
        new GammaPrior(0.3, 2).sample(NONE, 3, many);
        assertThat(few.values()[few.at(2, 1)]).isEqualTo(many.values()[many.at(2, 1)]);
    }

    @Test
    void parametersOutOfRangeAreRefused() {
        assertThatThrownBy(() -> new GammaPrior(0.1, 1)).hasMessageContaining("shape = 0.1, expected a number >= 0.2");
        assertThatThrownBy(() -> new GammaPrior(1e9, 1)).hasMessageContaining("shape = 1.0E9");
        assertThatThrownBy(() -> new GammaPrior(1, 0)).hasMessageContaining("rate = 0.0, expected a number > 0");
        assertThatThrownBy(() -> new GammaPrior(Double.NaN, 1)).hasMessageContaining("shape = NaN");
    }

    @Test
    void pointsOfCoordinatesAreThePointsThemselves() {
        Space space = new GammaPrior().space();
        assertThat(space.point(space.coordinates(new double[] {0.5, 7})))
                .containsExactly(new double[] {0.5, 7}, within(1e-14));
    }

    @Test
    void pointsAndCoordinatesNearZeroAreClamped() {
        Space space = new GammaPrior().space();
        assertThat(space.point(new double[] {-1000, 0})).containsExactly(1e-30, 1);
        assertThat(space.coordinates(new double[] {0})[0]).isFinite();
    }
}
