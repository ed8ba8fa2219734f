package org.vae4j.experiment.report.estimate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class MeanCurveTest {

    /** The mean jumps where one seed is missing; such epochs are left out. */
    @Test
    void theMeanHasOnlyTheEpochsThatAllCurvesHave() {
        MeanCurve mean = MeanCurve.of(
                List.of(new TreeMap<>(Map.of(1, 10.0, 2, 8.0, 3, 6.0)), new TreeMap<>(Map.of(2, 4.0, 3, 3.0, 4, 1.0))));
        assertThat(mean.epochs()).containsExactly(2, 3);
        assertThat(mean.values()).containsExactly(6.0, 4.5);
    }
}
