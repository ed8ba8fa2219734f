package org.vae4j.experiment.sweep.result;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vae4j.experiment.rundir.RunState;
import org.vae4j.experiment.sweep.plan.SweepFile;
import org.vae4j.experiment.sweep.plan.SweepPlan;
import org.vae4j.experiment.sweep.state.HandWrittenRun;
import org.vae4j.experiment.sweep.state.SweepDirectory;
import org.vae4j.experiment.sweep.state.TrialStatus;

/** Tables, summaries and figures of a sweep, from run directories that are written by hand. */
class SweepResultsTest {

    @TempDir
    Path folder;

    /** Three settings of two seeds each, of which the second setting is invalid; three runs are finished. */
    private SweepPlan partlyFinished() throws IOException {
        SweepPlan plan = plan("""
                experiment: quickstart
                overrides: {training.epochs: 2}
                grid: {objective.beta: [1, -1, 4]}
                seeds: 2
                """);
        done(plan, 0, 100, 80, 20);
        done(plan, 1, 102, 80, 22);
        done(plan, 4, 110, 100, 10);
        return plan;
    }

    @Test
    void theTableHasOneRowPerTrialWithItsSettingsStateAndMetrics() throws IOException {
        List<String> lines =
                SweepTable.of(partlyFinished(), directory()).csv().lines().toList();
        assertThat(lines).hasSize(1 + 6);
        assertThat(lines.get(0))
                .startsWith("index,objective.beta,seed,protocol,state,test.klNats,test.negElboNats,")
                .endsWith("run,detail");
        assertThat(lines.get(1)).contains("0,1.0,1,\"lines of ", ",DONE,20.0,100.0,80.0,");
        assertThat(lines.get(3)).startsWith("2,-1,1,,INVALID,,").contains("\"objective.beta: found -1.0,");
        assertThat(lines.get(6)).startsWith("5,4.0,2,").contains(",MISSING,,");
    }

    @Test
    void theSummaryHasTheMeanAndTheIntervalOfTheFinishedSeeds() throws IOException {
        Summary summary = Summary.of(SweepTable.of(partlyFinished(), directory()));
        assertThat(summary.groups()).hasSize(2);
        assertThat(summary.groups().get(0).estimates().get("test.negElboNats").n())
                .isEqualTo(2);
        assertThat(summary.groups().get(0).mean("test.klNats")).contains(21.0);
        // t(0.975, 1) = 12.7062, and the standard error of two values that differ by 2 is 1.
        assertThat(summary.markdown()).contains("| 1.0 | 2 | 101.00 ± 12.71 | 80.00 ± 0.00 | 21.00 ± 12.71 | yes |");
        assertThat(summary.csv()).as("one seed has no interval").contains(",test.klNats,1,10.0,,,");
    }

    /** Cross-validation tests one setting on each fold in turn, so its numbers are taken together. */
    @Test
    void foldsAreReplicatesLikeSeeds() throws IOException {
        SweepPlan plan = plan("""
                experiment: my-vae
                overrides: {data.source: table.csv, data.split.folds: 3}
                grid: {objective.beta: [1, 4], data.split.fold: [0, 1, 2]}
                """);
        for (int i = 0; i < 6; i++) {
            done(plan, i, 100 + i, 80 + i, 20);
        }
        SweepTable table = SweepTable.of(plan, directory());
        assertThat(table.csv()).startsWith("index,data.split.fold,objective.beta,seed,");
        Summary summary = Summary.of(table);
        assertThat(summary.keys()).containsExactly("objective.beta");
        assertThat(summary.groups())
                .extracting(group -> group.mean("test.negElboNats").orElseThrow())
                .containsExactly(101.0, 104.0);
        assertThat(summary.markdown()).contains("| 1.0 | 3 | 101.00 ± 2.48 |");
    }

    /** One damaged trial is one row that says so. */
    @Test
    void aTrialWhoseStatusIsDamagedIsShownAsFailedAmongTheOthers() throws IOException {
        SweepPlan plan = plan("{experiment: quickstart, grid: {objective.beta: [1, 4]}}");
        done(plan, 0, 100, 80, 20);
        done(plan, 1, 110, 100, 10);
        Path damaged = plan.trials().get(0).run(folder).resolve("status.json");
        Files.writeString(damaged, "null");
        TrialStatus status = TrialStatus.of(plan.trials().get(0), directory());
        assertThat(status.state()).isEqualTo(TrialStatus.State.FAILED);
        assertThat(status.detail()).contains("found a damaged file " + damaged);
        assertThat(SweepTable.of(plan, directory()).csv().lines().toList())
                .anyMatch(line -> line.startsWith("0,1.0,") && line.contains(",FAILED,"))
                .anyMatch(line -> line.startsWith("1,4.0,") && line.contains(",DONE,"));
    }

    /** Trials of two settings must not be averaged as if they were two seeds of one. */
    @Test
    void trialsOfDifferentPriorsAreNoReplicates() throws IOException {
        SweepPlan plan = plan("""
                experiment: quickstart
                grid: {model.prior: [{vamp: {components: 7}}, {mixture: {components: 7}}]}
                seeds: 2
                """);
        for (int i = 0; i < 4; i++) {
            done(plan, i, 100 + i, 80 + i, 20);
        }
        assertThat(Summary.of(SweepTable.of(plan, directory())).groups())
                .extracting(group -> group.estimates().get("test.negElboNats").n())
                .containsExactly(2, 2);
    }

    @Test
    void theParetoFrontHasTheGroupsThatNoOtherBeatsInBoth() throws IOException {
        SweepPlan plan = plan("{experiment: quickstart, grid: {objective.beta: [1, 2, 3, 4]}}");
        done(plan, 0, 0, 80, 30);
        done(plan, 1, 0, 90, 20);
        done(plan, 2, 0, 95, 25);
        done(plan, 3, 0, 100, 5);
        assertThat(Summary.of(SweepTable.of(plan, directory())).groups())
                .extracting(Summary.Group::pareto)
                .containsExactly(true, true, false, true);
    }

    @Test
    void natsOfDifferentProtocolsAreNeitherRankedNorDrawnTogether() throws IOException {
        SweepPlan plan = plan("""
                {experiment: quickstart, grid: {data.binarisation: [none, dynamic], objective.beta: [1, 4]}, seeds: 2}
                """);
        for (int i = 0; i < 4; i++) {
            done(plan, i, 100 + i, 80 + i / 2, 20 - i / 2);
            done(plan, 4 + i, 200 + i, 180 + i / 2, 40 - i / 2);
        }
        Summary summary = Summary.of(SweepTable.of(plan, directory()));
        // Among all four, those of dynamic binarisation would be beaten in both.
        assertThat(summary.groups()).extracting(Summary.Group::pareto).containsExactly(true, true, true, true);
        assertThat(summary.markdown())
                .contains("| protocol | n |", "binarisation none; cross-entropy | 2 |")
                .contains("binarisation dynamic; probability | 2 |");
        assertThat(summary.byProtocol().values())
                .hasSize(2)
                .allSatisfy(one -> assertThat(one.groups()).hasSize(2))
                .allSatisfy(one -> assertThat(one.markdown()).doesNotContain("protocol"));
    }

    @Test
    void figuresAreDrawnForEachMetricAndForTheFront() throws IOException {
        SweepPlan plan = plan("{experiment: quickstart, grid: {objective.beta: [0.1, 1, 4]}, seeds: 2}");
        for (int i = 0; i < 6; i++) {
            done(plan, i, 100 + i, 80 + 3 * i, 20 - 2 * i);
        }
        assertThat(SweepPlots.draw(Summary.of(SweepTable.of(plan, directory())), folder))
                .extracting(file -> file.getFileName().toString())
                .contains("negElboNats-by-objective.beta.png", "pareto.png");
    }

    private SweepDirectory directory() {
        return new SweepDirectory(folder, "mine");
    }

    private static SweepPlan plan(String text) {
        return SweepPlan.of(SweepFile.parse(text, "mine", "mine.yaml"));
    }

    /** The figures of the two negative ELBOs would replace each other if both were named after the last part alone. */
    @Test
    void figuresOfTestAndValidationHaveNamesOfTheirOwn() throws IOException {
        SweepPlan plan = plan("{experiment: quickstart, grid: {objective.beta: [0.1, 1, 4]}}");
        for (int i = 0; i < 3; i++) {
            done(plan, i, 100 + i, 80 + 3 * i, 20 - 2 * i).validated(110 + i);
        }
        List<Path> drawn = SweepPlots.draw(Summary.of(SweepTable.of(plan, directory())), folder);
        assertThat(drawn)
                .doesNotHaveDuplicates()
                .extracting(file -> file.getFileName().toString())
                .contains("negElboNats-by-objective.beta.png", "valid-negElboNats-by-objective.beta.png");
    }

    /** Writes a finished run with its test result in nats per example. */
    private HandWrittenRun done(SweepPlan plan, int index, double negElbo, double reconstruction, double kl)
            throws IOException {
        HandWrittenRun run = HandWrittenRun.of(plan.trials().get(index), folder, RunState.DONE);
        run.tested(negElbo, reconstruction, kl);
        return run;
    }
}
