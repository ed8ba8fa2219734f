package org.vae4j.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LatentBatchTest {

    @ParameterizedTest
    @CsvSource({"7, 3", "6, 0", "6, -2", "-6, 2"})
    void refusesRowsThatAreNoMultipleOfTheDraws(int rows, int draws) {
        assertThatThrownBy(() -> new LatentBatch(List.of(), rows, draws))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expected a multiple of the draws");
    }

    @Test
    void rowsAreExamplesTimesDraws() {
        LatentBatch batch = new LatentBatch(List.of(), 6, 3);
        assertThat(batch.examples()).isEqualTo(2);
        assertThat(batch.ofExamples(5).rows()).isEqualTo(15);
    }
}
