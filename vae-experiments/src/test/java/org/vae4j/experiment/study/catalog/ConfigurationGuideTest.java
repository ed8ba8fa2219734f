package org.vae4j.experiment.study.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The guide's tables are those of the code; with {@code -Dvae4j.update=true} this test writes them. */
class ConfigurationGuideTest {

    private static final Path PAGE = Path.of("../docs/configuration.md");
    private static final String MARK =
            "<!-- Generated from the code below this line: see ConfigurationGuideTest. -->\n";

    @Test
    void pageHasTheTablesOfTheCode() throws IOException {
        String page = Files.readString(PAGE);
        int mark = page.indexOf(MARK);
        assertThat(mark).as("the mark in " + PAGE).isPositive();
        String expected = page.substring(0, mark) + MARK + "\n" + ConfigurationGuide.tables();
        if (Boolean.getBoolean("vae4j.update")) {
            Files.writeString(PAGE, expected);
        }
        assertThat(Files.readString(PAGE))
                .as("docs/configuration.md is out of date: mvn test -pl vae-experiments -am"
                        + " -Dtest=ConfigurationGuideTest -Dsurefire.failIfNoSpecifiedTests=false -Dvae4j.update=true")
                .isEqualTo(expected);
    }

    @Test
    void tablesHaveTheDefaultAndTheTypeOfAKey() {
        assertThat(ConfigurationGuide.tables())
                .contains("| `seed` | `1` | a whole number |")
                .contains("| `data.lines.size` | `28` | a whole number |")
                .contains("| `runtime.backend` | `auto` | one of auto, cpu, cuda |")
                .contains("| `data.limit` | `null` | a whole number, or null |")
                .contains("| `training.workers` | `null` |");
    }
}
