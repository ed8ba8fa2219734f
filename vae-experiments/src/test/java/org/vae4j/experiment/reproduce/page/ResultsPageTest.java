package org.vae4j.experiment.reproduce.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.vae4j.experiment.reproduce.Outcomes.ended;
import static org.vae4j.experiment.reproduce.Outcomes.outcome;
import static org.vae4j.experiment.reproduce.Outcomes.shortened;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vae4j.experiment.reproduce.Outcome;
import org.vae4j.experiment.reproduce.PublishedTarget;
import org.vae4j.experiment.rundir.Json;

class ResultsPageTest {

    /** The number of another program for burda-vae-k1. */
    private static final String ELSEWHERE =
            PublishedTarget.named("burda-vae-k1").orElseThrow().elsewhere().orElseThrow();

    @TempDir
    Path folder;

    @Test
    void rowOfOneRunHasTheStandardErrorOverTheImages() {
        String page = ResultsPage.text(List.of(outcome(1, 364, 87.5)));
        assertThat(page)
                .contains("| 86.76 | " + ELSEWHERE + " | **87.50** ± 0.25 | +0.74 | 364 of 3,280, shortened | 1 |")
                .contains(
                        "| [`burda-vae-k1`](results/burda-vae-k1-seed1-0123456789-epoch364.png) | 1 | 364 | 364 | 87.50 ± 0.25 | 19 | 10 min | 5 min | 0123456 | fedcba9876 | `scripts/vae reproduce run burda-vae-k1` |");
    }

    @Test
    void targetWithoutARunSaysSoOrWhyItCannotBeRun() {
        assertThat(ResultsPage.text(List.of(outcome(1, 364, 87.5))))
                .contains(
                        "| `burda-vae-k50` |",
                        "| not run |",
                        "*a network of masks without a latent is not implemented*");
    }

    /** The mean is 87 and the standard deviation 0.5, so the standard error is 0.5 / √3 = 0.29. */
    @Test
    void rowOfSeveralSeedsHasTheStandardErrorOverThem() {
        String page = ResultsPage.text(List.of(outcome(1, 3280, 86.5), outcome(2, 3280, 87), outcome(3, 3280, 87.5)));
        assertThat(page)
                .contains(
                        "| 86.76 | " + ELSEWHERE + " | **87.00** ± 0.29 (seeds) ± 0.25 (images) | +0.24 | 3,280 | 3 |");
    }

    /** Two runs of the same seed say nothing about the spread over seeds. */
    @Test
    void twoRunsOfOneSeedCountAsOneSeed() {
        assertThat(ResultsPage.text(List.of(outcome(1, 3280, 87), outcome(1, 3280, 87))))
                .contains("| 86.76 | " + ELSEWHERE + " | **87.00** ± 0.25 | +0.24 | 3,280 | 1 |");
        assertThat(ResultsPage.text(List.of(outcome(1, 3280, 86.5), outcome(1, 3280, 86.5), outcome(2, 3280, 87.5))))
                .contains(
                        "| 86.76 | " + ELSEWHERE + " | **87.00** ± 0.50 (seeds) ± 0.25 (images) | +0.24 | 3,280 | 2 |");
    }

    @Test
    void variantHasARowOfItsOwnWithItsChangedKeys() {
        String page = ResultsPage.text(List.of(
                outcome(1, 3280, 87),
                outcome(2, 3280, 86, "model.latent=20"),
                outcome(3, 3280, 84, "model.latent=100", "training.batchSize=100")));
        assertThat(page)
                .contains("| **87.00** ± 0.25 | +0.24 | 3,280 | 1 |")
                .contains("| **86.00** ± 0.25 | -0.76 | 3,280, with `model.latent=20` | 1 |")
                .contains("| **84.00** ± 0.25 | -2.76 | 3,280, with `model.latent=100 training.batchSize=100` | 1 |");
    }

    @Test
    void settingsOfOneBudgetAreComparedInATable() {
        String page = ResultsPage.text(List.of(
                shortened("burda-iwae-k50", 1, 41, 87),
                shortened("burda-vae-k1", 1, 41, 86, "model.latent=20"),
                shortened("burda-vae-k1", 1, 41, 88.5),
                shortened("burda-vae-k1", 2, 41, 89.5),
                shortened("burda-vae-k1", 3, 20, 95),
                outcome(1, 41, 91)));
        assertThat(page.substring(page.indexOf("## At the same budget"), page.indexOf("## Runs")))
                .endsWith("""

                        ### dynamic, epochs: 41 of 3,280, every stage shortened alike

                        | setting | here | against the first | published | seeds |
                        | --- | --- | --- | --- | --- |
                        | `burda-vae-k1` | **89.00** ± 0.50 (seeds) ± 0.25 (images) |  | 86.76 | 2 |
                        | `burda-vae-k1`, with `model.latent=20` | **86.00** ± 0.25 | -3.00 |  | 1 |
                        | `burda-iwae-k50` | **87.00** ± 0.25 | -2.00 | 84.78 | 1 |

                        """.stripTrailing() + "\n\n")
                .containsOnlyOnce("###");
        assertThat(page)
                .contains(
                        "| **86.00** ± 0.25 | -0.76 | 41 of 3,280, every stage shortened alike, with `model.latent=20` | 1 |")
                .contains("| **91.00** ± 0.25 | +4.24 | 41 of 3,280, shortened | 1 |");
    }

    /** A training that ended by patience would have ended at the same epoch with a larger budget. */
    @Test
    void trainingThatEndedByPatienceIsComparedWithLongerOnes() {
        String page =
                ResultsPage.text(List.of(outcome("burda-iwae-k5", 1, 364, 88), ended("burda-vae-k1", 1, 283, 89)));
        assertThat(page)
                .contains(
                        "| `burda-vae-k1`, 283 of at most 3,280, ended by patience | **89.00** ± 0.25 |  | 86.76 | 1 |",
                        "| `burda-iwae-k5` | **88.00** ± 0.25 | -1.00 | 85.54 | 1 |",
                        "| +2.24 | 283 of at most 3,280, ended by patience | 1 |");
    }

    @Test
    void settingsOfDifferentBudgetsAreNotCompared() {
        assertThat(ResultsPage.text(List.of(
                        outcome(1, 41, 91),
                        outcome(2, 41, 91),
                        outcome(1, 364, 88),
                        shortened("burda-vae-k1", 1, 41, 90),
                        outcome("burda-static-k1", 1, 41, 90),
                        outcome("vampprior-omniglot-small", 1, 41, 90))))
                .doesNotContain("At the same budget");
    }

    /** Old records were written before there were shortened schedules, patience and hashes of weights. */
    @Test
    void oldRecordsAreRead() throws IOException {
        Path file = folder.resolve("old.json");
        String json = Json.pretty(outcome(1, 364, 88))
                .replaceAll("  \"shortenedBy\" : null,\n", "")
                .replaceAll("  \"endedByPatience\" : false,\n", "")
                .replaceAll(",\n  \"weightsSha256\" : \"\\w+\"", "");
        assertThat(json).doesNotContain("shortenedBy", "endedByPatience", "weightsSha256");
        Files.writeString(file, json);
        Outcome old = Json.read(file, Outcome.class);
        assertThat(old.weightsSha256()).isEmpty();
        assertThat(old.shortenedBy()).isEmpty();
        assertThat(ResultsPage.text(List.of(old)))
                .contains("364 of 3,280, shortened", "| 0123456 |  | `scripts/vae reproduce run burda-vae-k1` |");
    }

    @Test
    void runsOfDifferentLengthsAreNotAveraged() {
        String page = ResultsPage.text(List.of(outcome(1, 364, 88), outcome(2, 3280, 87)));
        assertThat(page).contains("**88.00** ± 0.25", "**87.00** ± 0.25");
    }

    @Test
    void pageIsMadeAgainFromTheKeptRecordsWithoutTheRuns() throws IOException {
        Path run = Files.createDirectories(folder.resolve("runs/burda-vae-k1/seed1-0123456789/eval"));
        Files.writeString(run.resolve("reproduction.json"), Json.pretty(outcome(1, 364, 87.5)));
        Path docs = folder.resolve("docs");

        assertThat(ResultsPage.write(folder.resolve("runs"), docs)).isEqualTo(1);
        String page = Files.readString(docs.resolve("results.md"));
        assertThat(page).isEqualTo(ResultsPage.text(List.of(outcome(1, 364, 87.5))));
        assertThat(ResultsPage.write(folder.resolve("no-runs"), docs)).isEqualTo(1);
        assertThat(Files.readString(docs.resolve("results.md"))).isEqualTo(page);
    }

    @Test
    void numberOfOtherDataHasNoDifference() {
        assertThat(ResultsPage.text(List.of(outcome("vampprior-omniglot-small", 1, 3280, 100))))
                .contains("| 104.75, of all 50 alphabets of OMNIGLOT |  | **100.00** ± 0.25 | other data | 3,280 | 1 |")
                .contains("only the order");
    }

    @Test
    void continuedRunHasARowPerLength() throws IOException {
        Path run = Files.createDirectories(folder.resolve("runs/burda-vae-k1/seed1-0123456789"));
        Files.createDirectories(run.resolve("eval"));
        Files.writeString(
                run.resolve("metrics.jsonl"),
                "{\"epoch\":364,\"test\":{\"negElboNats\":90}}\n{\"epoch\":3280,\"test\":{\"negElboNats\":89}}\n");
        Files.writeString(run.resolve("eval/reproduction-epoch364.json"), Json.pretty(outcome(1, 364, 87.9)));
        Files.writeString(run.resolve("eval/reproduction.json"), Json.pretty(outcome(1, 3280, 86.8)));
        Path docs = folder.resolve("docs");

        assertThat(ResultsPage.write(folder.resolve("runs"), docs)).isEqualTo(2);
        assertThat(Files.readString(docs.resolve("results.md")))
                .contains("**87.90** ± 0.25 | +1.14 | 364 of 3,280, shortened", "**86.80** ± 0.25 | +0.04 | 3,280 |");
    }

    @Test
    void curvesAreDrawnAgainFromTheKeptRecordsWithoutTheRuns() throws IOException {
        makeRunWithCurve("burda-vae-k1");
        makeRunWithCurve("burda-iwae-k5");
        Path docs = folder.resolve("docs");
        ResultsPage.write(folder.resolve("runs"), docs);
        String ofBoth = "results/dynamic-364-of-3280-burda-vae-k1.png";
        assertThat(Files.readString(docs.resolve("results.md"))).contains("](" + ofBoth + ")");
        Path ofOne = docs.resolve("results/burda-iwae-k5-seed1-0123456789-epoch364.png");
        byte[] picture = Files.readAllBytes(ofOne);
        byte[] pictureOfBoth = Files.readAllBytes(docs.resolve(ofBoth));
        Files.delete(ofOne);
        Files.delete(docs.resolve(ofBoth));
        ResultsPage.write(folder.resolve("no-runs"), docs);
        assertThat(ofOne).hasBinaryContent(picture);
        assertThat(docs.resolve(ofBoth)).hasBinaryContent(pictureOfBoth);
        assertThat(ResultsPage.read(docs.resolve("results")).get(0).testCurve())
                .containsExactly(new Outcome.CurvePoint(1, 120.5), new Outcome.CurvePoint(364, 90.25));
    }

    private void makeRunWithCurve(String id) throws IOException {
        Path run = Files.createDirectories(folder.resolve("runs").resolve(id).resolve("seed1-0123456789/eval"));
        Files.writeString(run.resolve("reproduction.json"), Json.pretty(outcome(id, 1, 364, 88)));
        Files.writeString(run.resolveSibling("metrics.jsonl"), """
                {"epoch":1,"test":{"negElboNats":120.5}}
                {"epoch":2}
                {"epoch":364,"test":{"negElboNats":90.25}}
                {"epoch":365,"test":{"negElboNats":90}}
                """);
    }

    @Test
    void pageOfTheProjectIsMadeFromItsRecords() throws IOException {
        Path docs = Path.of("..", "docs");
        assertThat(Files.readString(docs.resolve("results.md")))
                .as("run scripts/vae reproduce results")
                .isEqualTo(ResultsPage.text(ResultsPage.read(docs.resolve("results"))));
    }
}
