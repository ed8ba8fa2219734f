package org.vae4j.experiment.bench.scale;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vae4j.experiment.bench.scale.PowerLaw.Observation;

class AxesTest {

    private static double exponentOfArithmetic(String axis) {
        return PowerLaw.exponent(Axes.byName(axis).settings().stream()
                .map(setting -> new Observation(setting.size(), setting.work().flops()))
                .toList());
    }

    @Test
    void axesAreListedInTheOrderOfTheirTables() {
        assertThat(Axes.ALL)
                .extracting(Axis::name)
                .containsExactly("examples", "pixels", "conv-pixels", "latents", "draws", "samples");
    }

    @Test
    void settingsAscendAndAreFoundByTheirName() {
        assertThat(Axes.ALL).allSatisfy(axis -> {
            List<Axis.Setting> settings = axis.settings();
            assertThat(settings).hasSizeGreaterThanOrEqualTo(PowerLaw.LARGEST);
            assertThat(settings).extracting(Axis.Setting::size).isSorted().doesNotHaveDuplicates();
            assertThat(settings)
                    .allSatisfy(setting -> assertThat(axis.at(setting.at())).isSameAs(setting));
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"examples", "samples", "pixels", "conv-pixels"})
    void operationsGrowLinearlyWithExamplesSamplesAndPixels(String axis) {
        // Not exactly: the layers of the latent do not grow with the pixels, nor the encoder's pass with the samples.
        assertThat(exponentOfArithmetic(axis)).isCloseTo(1, within(0.05));
    }

    @Test
    void operationsGrowLessThanLinearlyWithLatentsAndDraws() {
        assertThat(exponentOfArithmetic("latents")).isBetween(0.4, 0.95);
        assertThat(exponentOfArithmetic("draws")).isBetween(0.9, 1.0);
    }

    @Test
    void unknownAxisIsRefusedWithTheKnownOnes() {
        assertThatThrownBy(() -> Axes.byName("time"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("--scale: found 'time', expected one of examples, pixels, conv-pixels, latents, draws,"
                        + " samples");
    }

    @Test
    void unknownSettingIsRefusedWithTheKnownOnes() {
        assertThatThrownBy(() -> Axes.byName("latents").at("9"))
                .hasMessage("found no latents = 9, expected one of 8, 32, 128, 512, 2048");
    }
}
