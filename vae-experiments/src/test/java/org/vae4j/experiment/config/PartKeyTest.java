package org.vae4j.experiment.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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
        String part = "flow";
        String[] names = PartKey.keysTaking(part).stream().map(PartKey::name).toArray(String[]::new);
        assertThat(names).isNotEmpty();
        assertThat(PartKey.suggestion("model." + part))
                .hasValueSatisfying(question -> assertThat(question).contains(names));
    }

    @Test
    void suggestsNothingForAnUnknownPart() {
        assertThat(PartKey.suggestion("model.noSuchPart")).isEmpty();
    }
}
