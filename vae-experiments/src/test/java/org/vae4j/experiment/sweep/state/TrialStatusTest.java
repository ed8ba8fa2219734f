package org.vae4j.experiment.sweep.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrialStatusTest {

    @ParameterizedTest
    @CsvSource({
        "PT-5S, 0 s",
        "PT0S, 0 s",
        "PT119S, 119 s",
        "PT120S, 2 min",
        "PT119M59S, 119 min",
        "PT2H, 2 h",
        "PT47H59M, 47 h",
        "PT48H, 2 days",
        "PT240H, 10 days"
    })
    void ageHasTheLargestUnitOfWhichThereAreTwo(Duration duration, String age) {
        assertThat(TrialStatus.age(duration)).isEqualTo(age);
    }
}
