package org.vae4j.experiment.bench.scale;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.vae4j.data.ImageShape;
import org.vae4j.experiment.bench.scale.unit.DenseBlocks;
import org.vae4j.experiment.bench.scale.unit.Epochs;
import org.vae4j.experiment.bench.scale.unit.Samples;
import org.vae4j.experiment.bench.scale.unit.ScaledModel;
import org.vae4j.experiment.bench.scale.unit.TrainingSteps;
import org.vae4j.experiment.bench.scale.unit.Workload;

class WorkloadTest {

    private static final ScaledModel MODEL =
            new ScaledModel(new ImageShape(1, 4, 4), new DenseBlocks(List.of(3)), 2, 1);

    @Test
    void operationsOfAUnitAreThoseOfItsExamples() {
        assertThat(new Epochs(MODEL, 4, 20).flops()).isEqualTo(20 * MODEL.stepFlops());
        assertThat(new TrainingSteps(MODEL, 4).flops()).isEqualTo(4 * MODEL.stepFlops());
        assertThat(new Samples(MODEL, 2, 10).flops()).isEqualTo(2 * MODEL.encoderFlops() + 20 * MODEL.decoderFlops());
    }

    @Test
    void budgetOfNoTimeMeasuresOneUnit() {
        for (Workload work : List.of(
                new TrainingSteps(MODEL, 4), new Epochs(MODEL, 4, 10), new Samples(MODEL, 2, 10), severalDraws())) {
            Point point = new Budget(0, 0).measure(new Axis.Setting("here", 7, work));

            assertThat(point.at()).isEqualTo("here");
            assertThat(point.size()).isEqualTo(7);
            assertThat(point.gflop()).isEqualTo(work.flops() / 1e9);
            assertThat(point.ms()).as("%s", work).isPositive();
            assertThat(point.units()).as("%s", work).isEqualTo(1);
        }
    }

    /** Training with five draws of z per example. */
    private static Workload severalDraws() {
        return new TrainingSteps(new ScaledModel(new ImageShape(1, 4, 4), new DenseBlocks(List.of(3)), 2, 5), 4);
    }

    @Test
    void budgetRefusesATimeThatIsNaN() {
        assertThatThrownBy(() -> new Budget(1, Double.NaN))
                .hasMessage("found 1.0 and NaN seconds to measure in, expected numbers of at least 0");
    }
}
