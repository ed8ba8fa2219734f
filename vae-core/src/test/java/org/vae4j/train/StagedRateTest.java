package org.vae4j.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.shade.jackson.databind.ObjectMapper;
import org.vae4j.train.StagedRate.Stage;

class StagedRateTest {

    private static final StagedRate RATE =
            new StagedRate(List.of(new Stage(0, 0.1), new Stage(3, 0.2), new Stage(4, 0.05)));

    @Test
    void rateIsThatOfTheLastStageThatHasBegun() {
        double[] expected = {0.1, 0.1, 0.1, 0.2, 0.05, 0.05};
        for (int epoch = 0; epoch < expected.length; epoch++) {
            assertThat(RATE.valueAt(1000, epoch)).as("epoch %d", epoch).isEqualTo(expected[epoch]);
        }
    }

    @Test
    void isReadBackFromTheJsonOfAnUpdater() throws Exception {
        ObjectMapper mapper = new ObjectMapper();
        FlushingAdam adam = new FlushingAdam(RATE, 0.99, 0.999, 1e-4, 1);
        assertThat(mapper.readValue(mapper.writeValueAsString(adam), IUpdater.class))
                .isEqualTo(adam);
    }

    @Test
    void refusesNoStages() {
        assertThatThrownBy(() -> new StagedRate(List.of())).hasMessageContaining("expected at least one");
    }

    @Test
    void refusesAFirstStageAfterEpochZero() {
        assertThatThrownBy(() -> new StagedRate(List.of(new Stage(1, 0.1))))
                .hasMessageContaining("the first from epoch 0");
    }

    @Test
    void refusesStagesOfTheSameEpoch() {
        assertThatThrownBy(() -> new StagedRate(List.of(new Stage(0, 0.1), new Stage(2, 0.2), new Stage(2, 0.3))))
                .hasMessageContaining("found a stage from epoch 2 after one from epoch 2");
    }

    @Test
    void refusesANegativeRate() {
        assertThatThrownBy(() -> new Stage(0, -1)).hasMessageContaining("found a rate of -1.0");
    }
}
