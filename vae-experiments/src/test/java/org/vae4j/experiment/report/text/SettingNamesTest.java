package org.vae4j.experiment.report.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SettingNamesTest {

    @Test
    void aKeyIsNamedByItsShortestUniqueEnding() {
        assertThat(SettingNames.ofKeys(List.of(
                        "objective.beta", "objective.name", "model.noise.rate", "training.updater.rate", "rate")))
                .isEqualTo(Map.of(
                        "objective.beta", "beta",
                        "objective.name", "objective.name",
                        "model.noise.rate", "noise.rate",
                        "training.updater.rate", "updater.rate",
                        "rate", "rate"));
    }

    @Test
    void aLongValueIsCutUnlessItWouldEqualAnother() {
        String first = "{convolution: {filters: 32, kernel: 5}}, 512";
        String second = "{convolution: {filters: 32, kernel: 3}}, 512";
        assertThat(SettingNames.ofValues(List.of("0.5", "{gan: {discriminator: [400, 200]}}")))
                .isEqualTo(Map.of("0.5", "0.5", "{gan: {discriminator: [400, 200]}}", "{gan: {discriminator: […"));
        assertThat(SettingNames.ofValues(List.of(first, second)))
                .containsEntry(first, "{convolutio…el: 5}}, 512")
                .containsEntry(second, "{convolutio…el: 3}}, 512");
        String alike = first + "x".repeat(60) + second;
        assertThat(SettingNames.ofValues(List.of(alike, alike.replace("512x", "256x"))))
                .containsEntry(alike, alike);
    }

    @Test
    void distinctTakesTheFirstFreeCandidate() {
        List<String> some = List.of("beta 1", "beta 1 (a)");
        assertThat(SettingNames.distinct(List.of(some, some, some, some, List.of("beta 2"))))
                .containsExactly("beta 1", "beta 1 (a)", "beta 1 (a) (2)", "beta 1 (a) (3)", "beta 2");
    }
}
