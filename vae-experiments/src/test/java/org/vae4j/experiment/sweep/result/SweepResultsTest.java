package org.vae4j.experiment.sweep.result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vae4j.experiment.config.binding.ConfigException;
import org.vae4j.experiment.report.estimate.Estimate;
import org.vae4j.experiment.rundir.Json;
import org.vae4j.experiment.rundir.RunFiles;
import org.vae4j.experiment.rundir.RunState;
import org.vae4j.experiment.rundir.RunStatus;
import org.vae4j.experiment.sweep.plan.SweepFile;
import org.vae4j.experiment.sweep.plan.SweepPlan;
import org.vae4j.experiment.sweep.plan.Trial;
import org.vae4j.experiment.sweep.state.SweepDirectory;
import org.vae4j.experiment.sweep.state.TrialStatus;
import org.vae4j.experiment.sweep.work.Assignment;
import org.vae4j.experiment.sweep.work.Halving;

/** Tables, summaries and promotions from run directories that are written by hand. */
class SweepResultsTest {

    private static final String HALVING = """
            experiment: quickstart
            overrides: {data.valid: 10, training.epochs: 4}
            seeds: 6
            halving: {first: 1, factor: 2}
            """;

    @TempDir
    Path folder;

    @Test
    void meansComeWithStudentsInterval() {
        Estimate estimate = Estimate.of(List.of(1.0, 2.0, 3.0));
        assertThat(estimate.mean()).isEqualTo(2);
        assertThat(estimate.standardDeviation()).hasValue(1);
        // t(0.975, 2) = 4.30265 (any table), over √3.
        assertThat(estimate.halfWidth().orElseThrow()).isCloseTo(2.48414, within(1e-5));
        assertThat(Estimate.of(List.of(5.0)).halfWidth()).isEmpty();
        assertThat(Estimate.of(List.of(0.0, 20.0)).interval(0, 20).ends()).containsExactly(0.0, 20.0);
    }

    @Test
    void theTableHasARowATrialWithWhatVariesAndWhatCameOut() throws IOException {
        SweepPlan plan = plan("""
                experiment: quickstart
                overrides: {training.epochs: 2}
                grid: {objective.beta: [1, -1, 4]}
                seeds: 2
                """);
        done(plan, 0, 100, 80, 20);
        done(plan, 1, 102, 80, 22);
        done(plan, 4, 110, 100, 10);
        SweepTable table = SweepTable.of(plan, directory());
        assertThat(table.csv().lines().toList()).hasSize(7).satisfies(lines -> {
            assertThat(lines.get(0))
                    .startsWith("index,objective.beta,seed,protocol,state,test.klNats,test.negElboNats,");
            assertThat(lines.get(0)).endsWith("run,detail");
            assertThat(lines.get(1)).contains("0,1.0,1,\"lines of ", ",DONE,20.0,100.0,80.0,");
            assertThat(lines.get(3)).startsWith("2,-1,1,,INVALID,,").contains("\"objective.beta: found -1.0,");
            assertThat(lines.get(6)).contains(",MISSING,,").startsWith("5,4.0,2,");
        });
        Summary summary = Summary.of(table);
        assertThat(summary.groups()).hasSize(2);
        assertThat(summary.groups().get(0).estimates().get("test.negElboNats").n())
                .isEqualTo(2);
        assertThat(summary.groups().get(0).mean("test.klNats")).contains(21.0);
        assertThat(summary.markdown()).contains("| 1.0 | 2 | 101.00 ± 12.71 | 80.00 ± 0.00 | 21.00 ± 12.71 | yes |");
        assertThat(summary.csv()).contains(",test.klNats,1,10.0,,,");
    }

    /** Cross-validation tests one setting on each fold in turn, so its numbers are taken together. */
    @Test
    void foldsAreReplicatesAsSeedsAre() throws IOException {
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
    void priorsWithKeysOfTheirOwnAreGroupsOfTheirOwn() throws IOException {
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
    void theParetoFrontHasWhatNoOtherBeatsInBoth() throws IOException {
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
    void halvingDoesNotRankNatsOfDifferentProtocols() {
        assertThatThrownBy(() -> plan(HALVING.replace("seeds: 6", "grid: {data.binarisation: [none, dynamic]}")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("in trial #1, expected")
                .hasMessageContaining("must not be compared")
                .satisfies(e -> assertThat(e.getMessage().lines()).hasSize(1));
    }

    @Test
    void plotsAreDrawnForWhatVaries() throws IOException {
        SweepPlan plan = plan("{experiment: quickstart, grid: {objective.beta: [0.1, 1, 4]}, seeds: 2}");
        for (int i = 0; i < 6; i++) {
            done(plan, i, 100 + i, 80 + 3 * i, 20 - 2 * i);
        }
        assertThat(SweepPlots.draw(Summary.of(SweepTable.of(plan, directory())), folder))
                .extracting(file -> file.getFileName().toString())
                .contains("negElboNats-by-objective.beta.png", "pareto.png");
    }

    @Test
    void halvingBeginsEveryTrialAndPromotesTheBestHalf() throws IOException {
        SweepPlan plan = plan(HALVING);
        Halving halving = halving(plan);
        assertThat(halving.remaining()).hasSize(6).allMatch(w -> w.untilEpoch().equals(OptionalInt.of(1)));

        reached(plan, 0, 50);
        reached(plan, 1, 40);
        // The better one of two goes on before any other begins.
        assertThat(halving.remaining().get(0)).isEqualTo(new Assignment(plan.trials().get(1), OptionalInt.of(2)));
        halving.begin(halving.remaining().get(0));
        // On record, and now somebody else's or unfinished: still the first, and trial 0 is not promoted in its place.
        assertThat(halving(plan).remaining().get(0).trial().index()).isEqualTo(1);
        assertThat(halving(plan).remaining()).extracting(w -> w.trial().index()).doesNotContain(0);

        reached(plan, 1, 40, 39);
        reached(plan, 2, 30);
        reached(plan, 3, 20);
        assertThat(halving.remaining())
                .extracting(w -> w.trial().index())
                .startsWith(3, 2)
                .doesNotContain(0, 1);
        assertThat(halving.verdict(new Assignment(plan.trials().get(3), OptionalInt.of(1))))
                .contains("1 epochs, valid.negElboNats 20.00, rank 1 of 4");
    }

    @Test
    void halvingTrainsTheBestToItsEndEvenWhenThereAreTooFew() throws IOException {
        SweepPlan plan = plan(HALVING.replace("seeds: 6", "seeds: 1"));
        reached(plan, 0, 50);
        assertThat(halving(plan).remaining())
                .containsExactly(new Assignment(plan.trials().get(0), OptionalInt.of(2)));
        halving(plan).begin(halving(plan).remaining().get(0));
        reached(plan, 0, 50, 49);
        assertThat(halving(plan).remaining())
                .containsExactly(new Assignment(plan.trials().get(0), OptionalInt.empty()));
        halving(plan).begin(halving(plan).remaining().get(0));
        status(plan.trials().get(0), RunState.DONE);
        assertThat(halving(plan).remaining()).isEmpty();
    }

    private Halving halving(SweepPlan plan) {
        return new Halving(plan.trials(), directory(), plan.file().halving().orElseThrow());
    }

    private SweepDirectory directory() {
        return new SweepDirectory(folder, "mine");
    }

    private static SweepPlan plan(String text) {
        return SweepPlan.of(SweepFile.parse(text, "mine", "mine.yaml"));
    }

    private void done(SweepPlan plan, int index, double negElbo, double reconstruction, double kl) throws IOException {
        Path run = status(plan.trials().get(index), RunState.DONE);
        Files.writeString(
                Files.createDirectories(run.resolve("eval")).resolve("test.json"),
                Json.line(Map.of("negElboNats", negElbo, "reconstructionNats", reconstruction, "klNats", kl)));
    }

    private void reached(SweepPlan plan, int index, double... values) throws IOException {
        Path run = status(plan.trials().get(index), RunState.PAUSED);
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < values.length; i++) {
            lines.append(Json.line(Map.of("epoch", i + 1, "valid", Map.of("negElboNats", values[i]))))
                    .append('\n');
        }
        Files.writeString(run.resolve("metrics.jsonl"), lines);
    }

    private Path status(Trial trial, RunState state) throws IOException {
        Path run = trial.run(folder);
        Files.createDirectories(run);
        String now = Instant.now().toString();
        Files.writeString(
                run.resolve("status.json"),
                Json.line(new RunStatus(state, Optional.empty(), now, now, 1, "", 1, "here", 1)));
        assertThat(RunFiles.in(run).status()).isPresent();
        return run;
    }
}
