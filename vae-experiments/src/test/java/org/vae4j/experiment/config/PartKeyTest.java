package org.vae4j.experiment.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vae4j.experiment.config.binding.Seams;

class PartKeyTest {

    @ParameterizedTest
    @ValueSource(strings = {"free_bits", "freeBits", "free-bits", "FREE_BITS"})
    void findsTheKeyOfATermHoweverItsNameIsTyped(String typed) {
        assertThat(PartKey.keysTaking(typed)).extracting(PartKey::name).contains("objective.terms");
    }

    @Test
    void noKeyTakesAnUnknownPart() {
        assertThat(PartKey.keysTaking("no_such_part")).isEmpty();
    }

    @Test
    void aKeyOfAListTakesItsPartsInBrackets() {
        assertThat(PartKey.suggestion("objective.freeBits"))
                .hasValueSatisfying(question -> assertThat(question).contains("'objective.terms=[free_bits]'"));
    }

    @Test
    void suggestsEveryKeyThatTakesThePart() {
        String part = "dense";
        String[] names = PartKey.keysTaking(part).stream().map(PartKey::name).toArray(String[]::new);
        assertThat(names).hasSizeGreaterThan(1);
        assertThat(PartKey.suggestion("model." + part))
                .hasValueSatisfying(question -> assertThat(question).contains(names));
    }

    /** So a typed name never stands for two parts of one key. */
    @Test
    void namesOfAKeysPartsDifferByMoreThanMarksAndCase() {
        for (PartKey key : PartKey.all()) {
            assertThat(Seams.names(key.seam()))
                    .as(key.name())
                    .extracting(name -> name.toLowerCase(Locale.ROOT).replaceAll("[_-]", ""))
                    .doesNotHaveDuplicates();
        }
    }

    @Test
    void suggestsNothingForAnUnknownPart() {
        assertThat(PartKey.suggestion("model.noSuchPart")).isEmpty();
    }
}
