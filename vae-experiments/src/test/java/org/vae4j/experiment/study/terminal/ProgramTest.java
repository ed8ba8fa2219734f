package org.vae4j.experiment.study.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProgramTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "and so does: vae resume runs/a      | and so does: scripts/vae resume runs/a",
                "did you mean 'vae run quickstart'?  | did you mean 'scripts/vae run quickstart'?",
                "see vae run --help                  | see scripts/vae run --help",
                "see vae --help                      | see scripts/vae --help",
                "vae: found no run                   | vae: found no run",
                "my-vae run of vae4j, a vae data=set | my-vae run of vae4j, a vae data=set",
                "type bin/vae run quickstart         | type bin/vae run quickstart",
            })
    void commandsBeginWithTheNameThatWasTyped(String text, String shown) {
        assertThat(Program.in(text, "scripts/vae")).isEqualTo(shown);
        assertThat(Program.in(text, "vae")).isEqualTo(text);
    }

    @Test
    void nameWithBlanksIsQuoted() {
        assertThat(Program.in("try vae list --models", "my tools/it's/vae"))
                .isEqualTo("try 'my tools/it'\\''s/vae' list --models");
    }
}
