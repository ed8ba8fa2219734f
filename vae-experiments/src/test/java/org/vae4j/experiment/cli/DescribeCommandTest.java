package org.vae4j.experiment.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vae4j.experiment.config.ConfigKey;
import org.vae4j.experiment.config.ConfigKeys;
import org.vae4j.experiment.config.PartKey;
import org.vae4j.experiment.config.binding.Seams;

/** {@code vae describe} for every key of a configuration and every part. */
class DescribeCommandTest {

    @Test
    void everyKeyHasAMeaningAndAValueToTry() {
        for (ConfigKey key : ConfigKeys.common()) {
            assertThat(described(key.name()))
                    .startsWith(key.name() + " (default ")
                    .contains("expected: ", "set it: ");
            assertThat(key.meaning())
                    .as("the comment of %s in defaults.yaml", key.name())
                    .isNotEmpty();
        }
    }

    @Test
    void everyPartIsFoundByItsName() {
        for (PartKey key : PartKey.all()) {
            for (String part : Seams.names(key.seam())) {
                assertThat(PartKey.keysTaking(part)).as(part).contains(key);
                assertThat(described(part)).as(part).isNotEmpty();
            }
        }
        assertThat(described("vamp")).contains("model.prior=vamp", "components (default 500)");
        assertThat(described("freeBits")).contains("objective.terms=[free_bits]");
    }

    @Test
    void aKeyIsDescribedWithTheConditionsOfItsEffect() {
        assertThat(described("model.sigma")).contains("depends: only model.likelihood=gaussian has a given sigma");
        assertThat(described("data.pairs")).contains("needs model.pairs");
    }

    @Test
    void aKeyIsFoundByItsLastWordAndByItsNameInOtherPrograms() {
        assertThat(described("prior")).startsWith("model.prior (default ");
        assertThat(described("lr")).startsWith("training.learningRate (default 0.001)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"model.prior", "lr", "vamp", "beta-tcvae"})
    void refusesOverridesThatWouldChangeNothing(String name) {
        Typed described = Typed.vae("describe", name, "seed=2");
        assertThat(described.code()).isEqualTo(2);
        assertThat(described.err()).contains("found seed=2 beside the ", name, "expected none: ");
        assertThat(described.out()).isEmpty();
    }

    @Test
    void showsAnExperimentWithItsOverrides() {
        Typed described = Typed.vae("describe", "quickstart", "seed=2");
        assertThat(described.code()).isZero();
        assertThat(described.out()).contains("\nseed: 2\n");
    }

    private static String described(String name) {
        Typed described = Typed.vae("describe", name);
        assertThat(described.code()).as(name).isZero();
        return described.out();
    }
}
