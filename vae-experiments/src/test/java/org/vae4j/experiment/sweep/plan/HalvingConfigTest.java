package org.vae4j.experiment.sweep.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HalvingConfigTest {

    private static final String METRIC = "valid.negElboNats";

    @Test
    void multipliesTheEpochsFromRungToRung() {
        assertThat(new HalvingConfig(1, 3, METRIC).rungs(100)).containsExactly(1, 3, 9, 27, 81, 100);
        assertThat(new HalvingConfig(2, 4, METRIC).rungs(32)).containsExactly(2, 8, 32);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 7, 100, Integer.MAX_VALUE})
    void endsTheRungsWithAllEpochs(int epochs) {
        List<Integer> rungs = new HalvingConfig(1, 3, METRIC).rungs(epochs);
        assertThat(rungs).isSorted().doesNotHaveDuplicates().endsWith(epochs);
        for (int i = 1; i < rungs.size() - 1; i++) {
            assertThat(rungs.get(i)).as("rung %d", i).isEqualTo(3 * rungs.get(i - 1));
        }
    }

    @Test
    void ranksNatsByTheNameOfTheMetric() {
        assertThat(new HalvingConfig(1, 3, METRIC).ranksNats()).isTrue();
        assertThat(new HalvingConfig(1, 3, "valid.loss").ranksNats()).isTrue();
        assertThat(new HalvingConfig(1, 3, "valid.terms.mmd").ranksNats()).isFalse();
    }

    @Test
    void refusesValuesOutOfRange() {
        assertThatThrownBy(() -> new HalvingConfig(0, 3, METRIC)).hasMessageContaining("halving.first: found 0");
        assertThatThrownBy(() -> new HalvingConfig(1, 1, METRIC)).hasMessageContaining("halving.factor: found 1");
        assertThatThrownBy(() -> new HalvingConfig(1, 3, "test.klNats")).hasMessageContaining("halving.metric: found");
    }
}
