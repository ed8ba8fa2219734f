package org.vae4j.experiment.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RunPageTest {

    /** A word with an apostrophe inside single quotes would end them, and the command would be another one. */
    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            value = {
                "model.latent=2, model.latent=2",
                "--runs, --runs",
                "a b, 'a b'",
                "model.encoder=[8], 'model.encoder=[8]'",
                "it's, 'it'\\''s'"
            })
    void wordsOfACommandAreQuotedForAShell(String word, String quoted) {
        assertThat(RunPage.quoted(word)).isEqualTo(quoted);
    }
}
