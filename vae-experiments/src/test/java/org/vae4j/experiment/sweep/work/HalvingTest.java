package org.vae4j.experiment.sweep.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vae4j.experiment.config.binding.ConfigException;
import org.vae4j.experiment.rundir.RunState;
import org.vae4j.experiment.sweep.plan.SweepFile;
import org.vae4j.experiment.sweep.plan.SweepPlan;
import org.vae4j.experiment.sweep.state.HandWrittenRun;
import org.vae4j.experiment.sweep.state.SweepDirectory;

class HalvingTest {

    /** Rungs after epochs 1, 2 and 4, of which the last is the end. */
    private static final String SIX_TRIALS = """
            experiment: quickstart
            overrides: {data.valid: 10, training.epochs: 4}
            seeds: 6
            halving: {first: 1, factor: 2}
            """;

    private static final OptionalInt FIRST_RUNG = OptionalInt.of(1);
    private static final OptionalInt SECOND_RUNG = OptionalInt.of(2);
    private static final OptionalInt END = OptionalInt.empty();

    @TempDir
    Path runs;

    @Test
    void trainsEveryTrialToTheFirstRung() {
        assertThat(halving(plan(SIX_TRIALS)).remaining())
                .hasSize(6)
                .allMatch(work -> work.untilEpoch().equals(FIRST_RUNG));
    }

    @Test
    void promotesTheBetterOfTwoBeforeItBeginsAnother() throws IOException {
        SweepPlan plan = plan(SIX_TRIALS);
        reached(plan, 0, 50);
        reached(plan, 1, 40);
        assertThat(halving(plan).remaining().get(0)).isEqualTo(work(plan, 1, SECOND_RUNG));
    }

    /** Another process reads the promotion and neither forgets the trial nor promotes the worse one in its place. */
    @Test
    void keepsARecordedPromotion() throws IOException {
        SweepPlan plan = plan(SIX_TRIALS);
        reached(plan, 0, 50);
        reached(plan, 1, 40);
        halving(plan).begin(work(plan, 1, SECOND_RUNG));
        assertThat(indexes(halving(plan).remaining())).startsWith(1).doesNotContain(0);
    }

    @Test
    void promotesTheBestHalfOfThoseThatReachedARung() throws IOException {
        SweepPlan plan = plan(SIX_TRIALS);
        reached(plan, 0, 50);
        reached(plan, 1, 40);
        halving(plan).begin(work(plan, 1, SECOND_RUNG));
        reached(plan, 1, 40, 39);
        reached(plan, 2, 30);
        reached(plan, 3, 20);
        assertThat(indexes(halving(plan).remaining())).startsWith(3, 2).doesNotContain(0, 1);
    }

    @Test
    void describesAPauseByValueAndRank() throws IOException {
        SweepPlan plan = plan(SIX_TRIALS);
        reached(plan, 0, 50);
        reached(plan, 1, 20);
        assertThat(halving(plan).verdict(work(plan, 1, FIRST_RUNG)))
                .contains("1 epochs, valid.negElboNats 20.00, rank 1 of 2");
    }

    @Test
    void trainsTheBestTrialToItsEndEvenWhereTooFewReachARung() throws IOException {
        SweepPlan plan = plan(SIX_TRIALS.replace("seeds: 6", "seeds: 1"));
        reached(plan, 0, 50);
        assertThat(halving(plan).remaining()).containsExactly(work(plan, 0, SECOND_RUNG));
        halving(plan).begin(work(plan, 0, SECOND_RUNG));
        reached(plan, 0, 50, 49);
        assertThat(halving(plan).remaining()).containsExactly(work(plan, 0, END));
        halving(plan).begin(work(plan, 0, END));
        HandWrittenRun.of(plan.trials().get(0), runs, RunState.DONE);
        assertThat(halving(plan).remaining()).isEmpty();
    }

    @Test
    void refusesTrialsOfDifferentLengths() {
        SweepPlan plan = plan(SIX_TRIALS.replace("seeds: 6", "grid: {training.epochs: [4, 8]}"));
        assertThatThrownBy(() -> halving(plan))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("found trials of [4, 8] epochs, expected the same training.epochs for all");
    }

    @Test
    void refusesTrialsWithoutTheValidationExamplesOfTheMetric() {
        SweepPlan plan = plan(SIX_TRIALS.replace("data.valid: 10", "data.valid: 0"));
        assertThatThrownBy(() -> halving(plan))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("found no validation examples in trial #0");
    }

    @Test
    void refusesToRankNatsOfDifferentProtocols() {
        assertThatThrownBy(() -> plan(SIX_TRIALS.replace("seeds: 6", "grid: {data.binarisation: [none, dynamic]}")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("in trial #1, expected")
                .hasMessageContaining("must not be compared")
                .satisfies(e -> assertThat(e.getMessage().lines()).hasSize(1));
    }

    private static SweepPlan plan(String text) {
        return SweepPlan.of(SweepFile.parse(text, "mine", "mine.yaml"));
    }

    private Halving halving(SweepPlan plan) {
        return new Halving(
                plan.trials(),
                new SweepDirectory(runs, "mine"),
                plan.file().halving().orElseThrow());
    }

    private static Assignment work(SweepPlan plan, int index, OptionalInt untilEpoch) {
        return new Assignment(plan.trials().get(index), untilEpoch);
    }

    private static List<Integer> indexes(List<Assignment> assignments) {
        return assignments.stream().map(work -> work.trial().index()).toList();
    }

    /** Writes a run that paused after as many epochs as there are values of the metric. */
    private void reached(SweepPlan plan, int index, double... values) throws IOException {
        HandWrittenRun.of(plan.trials().get(index), runs, RunState.PAUSED).validated(values);
    }
}
