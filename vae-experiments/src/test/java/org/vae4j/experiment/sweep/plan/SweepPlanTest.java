package org.vae4j.experiment.sweep.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vae4j.experiment.reproduce.PublishedStudy;
import org.vae4j.experiment.study.runner.StudyRunner;

class SweepPlanTest {

    @Test
    void trialsOfAPublishedSettingAreItsRuns() {
        SweepPlan plan = SweepPlan.of(SweepFile.parse("experiment: burda-static-k1\nseeds: 2", "mine", "mine.yaml"));
        assertThat(plan.invalid()).isEmpty();
        assertThat(plan.trials().get(1).config().orElseThrow().hash())
                .isEqualTo(StudyRunner.resolver(
                                PublishedStudy.named("burda-static-k1").orElseThrow())
                        .resolve(List.of("seed=2"))
                        .hash());
    }

    @Test
    void keepsTheValidTrialsBesideAnInvalidOne() {
        SweepPlan plan = plan("grid: {objective.beta: [1, -1, 2]}");
        assertThat(plan.invalid()).extracting(Trial::index).containsExactly(1);
        assertThat(plan.invalid().get(0).problem())
                .hasValueSatisfying(p -> assertThat(p).contains("objective.beta: found -1"));
        assertThat(plan.distinct()).extracting(Trial::index).containsExactly(0, 2);
    }

    @Test
    void trialsOfTheSameConfigurationAreOneRun() {
        SweepPlan plan = plan("chain: [{grid: {objective.beta: [1, 2]}}, {grid: {objective.beta: [2.0, 3]}}]");
        assertThat(plan.trials()).hasSize(4);
        assertThat(plan.distinct()).extracting(Trial::index).containsExactly(0, 1, 3);
    }

    @Test
    void everyTrialBelongsToExactlyOneTask() {
        SweepPlan plan = plan("seeds: 10");
        assertThat(IntStream.rangeClosed(1, 4).mapToObj(i -> plan.task(i, 4)).flatMap(List::stream))
                .containsExactlyInAnyOrderElementsOf(plan.distinct());
        assertThat(plan.task(2, 4)).extracting(Trial::index).containsExactly(1, 5, 9);
        assertThat(plan.task(11, 12)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"0, 4", "5, 4", "0, 0", "1, 0", "-1, -1"})
    void refusesATaskThatIsNoneOfTheTasks(int task, int tasks) {
        SweepPlan plan = plan("seeds: 10");
        assertThatThrownBy(() -> plan.task(task, tasks))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("task " + task + " of " + tasks);
    }

    @Test
    void varyingKeysAreThoseWhoseValuesDifferWithTheSeedLast() {
        assertThat(plan("grid: {objective.beta: [1, 2], model.latent: [2]}\nseeds: 2")
                        .varying())
                .containsExactly("objective.beta", "seed");
    }

    /** Each of these priors has a key of its own that the other has not: trials of the two are no replicates. */
    @Test
    void aKeyThatOnlySomeTrialsHaveVaries() {
        SweepPlan plan = plan("grid: {model.prior: [{vamp: {components: 7}}, {mixture: {components: 7}}]}");
        assertThat(plan.invalid()).isEmpty();
        assertThat(plan.varying()).containsExactly("model.prior.vamp", "model.prior.mixture");
    }

    @Test
    void sweepsThatComeWithTheProjectAreValid() {
        for (String name : Sweeps.names()) {
            assertThat(SweepPlan.of(Sweeps.named(name)).invalid()).as(name).isEmpty();
        }
    }

    private static SweepPlan plan(String axes) {
        return SweepPlan.of(SweepFile.parse("experiment: quickstart\n" + axes, "mine", "mine.yaml"));
    }
}
