package org.vae4j.experiment.reproduce;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vae4j.experiment.rundir.Json;

class ResultsPageTest {

    /** What others got for the same setting. */
    private static final String ELSEWHERE =
            PublishedTarget.named("burda-vae-k1").orElseThrow().elsewhere().orElseThrow();

    @TempDir
    Path folder;

    private static Outcome outcome(long seed, int epochs, double nats, String... changes) {
        return outcome("burda-vae-k1", seed, new Trained(epochs, OptionalInt.empty()), nats, changes);
    }

    /** With 3,280 epochs shortened to 41. */
    private static Outcome shortened(String id, long seed, int epochs, double nats, String... changes) {
        return outcome(id, seed, new Trained(epochs, OptionalInt.of(80)), nats, changes);
    }

    private record Trained(int epochs, OptionalInt shortenedBy) {}

    private static Outcome outcome(String id, long seed, Trained trained, double nats, String... changes) {
        return new Outcome(
                id,
                "seed" + seed + "-0123456789",
                seed,
                trained.epochs,
                3280,
                trained.shortenedBy,
                trained.epochs,
                List.of(changes),
                PublishedTarget.Measure.NLL,
                5000,
                10_000,
                nats,
                0.25,
                OptionalInt.of(19),
                "dynamic",
                600,
                300,
                "0123456789abcdef",
                "a processor",
                "17",
                Optional.of("fedcba9876543210"));
    }

    @Test
    void comparesOneRunWithItsStandardErrorOverTheImages() {
        String page = ResultsPage.text(List.of(outcome(1, 364, 87.5)));
        assertThat(page)
                .contains("| 86.76 | " + ELSEWHERE + " | **87.50** ± 0.25 | +0.74 | 364 of 3,280, shortened | 1 |")
                .contains(
                        "| [`burda-vae-k1`](results/burda-vae-k1-seed1-0123456789-epoch364.png) | 1 | 364 | 364 | 87.50 ± 0.25 | 19 | 10 min | 5 min | 0123456 | fedcba9876 |")
                .contains(
                        "| `burda-vae-k50` |",
                        "| not run |",
                        "*a network of masks without a latent is not implemented*");
    }

    /** Mean 87, standard deviation 0.5, over the root of three. */
    @Test
    void comparesSeveralSeedsWithTheStandardErrorOverThem() {
        String page = ResultsPage.text(List.of(outcome(1, 3280, 86.5), outcome(2, 3280, 87), outcome(3, 3280, 87.5)));
        assertThat(page)
                .contains(
                        "| 86.76 | " + ELSEWHERE + " | **87.00** ± 0.29 (seeds) ± 0.25 (images) | +0.24 | 3,280 | 3 |");
    }

    /** The same number twice says nothing of how it scatters. */
    @Test
    void theSameSeedRunTwiceIsOneSeed() {
        assertThat(ResultsPage.text(List.of(outcome(1, 3280, 87), outcome(1, 3280, 87))))
                .contains("| 86.76 | " + ELSEWHERE + " | **87.00** ± 0.25 | +0.24 | 3,280 | 1 |");
        assertThat(ResultsPage.text(List.of(outcome(1, 3280, 86.5), outcome(1, 3280, 86.5), outcome(2, 3280, 87.5))))
                .contains(
                        "| 86.76 | " + ELSEWHERE + " | **87.00** ± 0.50 (seeds) ± 0.25 (images) | +0.24 | 3,280 | 2 |");
    }

    @Test
    void namesWhatWasSetDifferentlyAndMixesItWithNothing() {
        String page = ResultsPage.text(List.of(
                outcome(1, 3280, 87),
                outcome(2, 3280, 86, "model.latent=20"),
                outcome(3, 3280, 84, "model.latent=100", "training.batchSize=100")));
        assertThat(page)
                .contains("| **87.00** ± 0.25 | +0.24 | 3,280 | 1 |")
                .contains("| **86.00** ± 0.25 | -0.76 | 3,280, with `model.latent=20` | 1 |")
                .contains("| **84.00** ± 0.25 | -2.76 | 3,280, with `model.latent=100 training.batchSize=100` | 1 |");
    }

    /** The settings of one budget stand side by side, in the order of the targets; what was changed otherwise does not. */
    @Test
    void schedulesThatWereShortenedAlikeHaveATableOfTheirOwn() {
        String page = ResultsPage.text(List.of(
                shortened("burda-iwae-k50", 1, 41, 87),
                shortened("burda-vae-k1", 1, 41, 88.5),
                shortened("burda-vae-k1", 2, 41, 89.5),
                shortened("burda-vae-k1", 1, 41, 86, "model.latent=20"),
                shortened("burda-vae-k1", 3, 20, 95),
                outcome(1, 41, 91)));
        assertThat(page.substring(page.indexOf("## At the same budget"), page.indexOf("## Runs")))
                .contains("""
                        | epochs | binarisation | target | here | published | seeds |
                        | --- | --- | --- | --- | --- | --- |
                        | 20 of the 41 that 3,280 are with every stage shortened alike | dynamic | `burda-vae-k1` | **95.00** ± 0.25 | 86.76 | 1 |
                        | 41 of 3,280, every stage shortened alike | dynamic | `burda-vae-k1` | **89.00** ± 0.50 (seeds) ± 0.25 (images) | 86.76 | 2 |
                        | 41 of 3,280, every stage shortened alike | dynamic | `burda-iwae-k50` | **87.00** ± 0.25 | 84.78 | 1 |
                        """);
        assertThat(page)
                .contains(
                        "| **86.00** ± 0.25 | -0.76 | 41 of 3,280, every stage shortened alike, with `model.latent=20` | 1 |")
                .contains("| **91.00** ± 0.25 | +4.24 | 41 of 3,280, shortened | 1 |");
        assertThat(ResultsPage.text(List.of(outcome(1, 41, 91)))).doesNotContain("At the same budget");
    }

    /** Such as were kept before anything was shortened alike and before weights had a hash. */
    @Test
    void olderRecordsAreReadAsTheyWere() throws IOException {
        Path file = folder.resolve("old.json");
        String json = Json.pretty(outcome(1, 364, 88))
                .replaceAll("  \"shortenedBy\" : null,\n", "")
                .replaceAll(",\n  \"weightsSha256\" : \"\\w+\"", "");
        assertThat(json).doesNotContain("shortenedBy", "weightsSha256");
        Files.writeString(file, json);
        Outcome old = Json.read(file, Outcome.class);
        assertThat(old.weightsSha256()).isEmpty();
        assertThat(old.shortenedBy()).isEmpty();
        assertThat(ResultsPage.text(List.of(old))).contains("364 of 3,280, shortened", "| 0123456 |  |");
    }

    @Test
    void doesNotMixLengths() {
        String page = ResultsPage.text(List.of(outcome(1, 364, 88), outcome(2, 3280, 87)));
        assertThat(page).contains("**88.00** ± 0.25", "**87.00** ± 0.25");
    }

    @Test
    void collectsTheRecordsOfRunsAndKeepsACopy() throws IOException {
        Path run = Files.createDirectories(folder.resolve("runs/burda-vae-k1/seed1-0123456789/eval"));
        Files.writeString(run.resolve("reproduction.json"), Json.pretty(outcome(1, 364, 87.5)));
        Path docs = folder.resolve("docs");

        assertThat(ResultsPage.write(folder.resolve("runs"), docs)).isEqualTo(1);
        String page = Files.readString(docs.resolve("results.md"));
        assertThat(page).isEqualTo(ResultsPage.text(List.of(outcome(1, 364, 87.5))));
        assertThat(ResultsPage.write(folder.resolve("no runs any more"), docs)).isEqualTo(1);
        assertThat(Files.readString(docs.resolve("results.md"))).isEqualTo(page);
    }

    @Test
    void numbersOfOtherDataHaveNoDifference() throws IOException {
        String record = Json.pretty(outcome(1, 3280, 100)).replace("burda-vae-k1", "vampprior-omniglot-small");
        Files.writeString(folder.resolve("record.json"), record);
        List<Outcome> outcomes = ResultsPage.read(folder);
        assertThat(ResultsPage.text(outcomes))
                .contains("| 104.75, of all 50 alphabets of OMNIGLOT |  | **100.00** ± 0.25 | other data | 3,280 | 1 |")
                .contains("only the order");
        PublishedTarget target =
                PublishedTarget.named("vampprior-omniglot-small").orElseThrow();
        assertThat(Comparison.text(target, outcomes.get(0)))
                .contains(
                        "published 104.75 nats (of all 50 alphabets of OMNIGLOT, so the numbers do not compare), here");
    }

    /** A shortened run that went on in full has both. */
    @Test
    void whatWasMeasuredBeforeARunWentOnIsKept() throws IOException {
        Path run = Files.createDirectories(folder.resolve("runs/burda-vae-k1/seed1-0123456789"));
        Files.createDirectories(run.resolve("eval"));
        Files.writeString(
                run.resolve("metrics.jsonl"),
                "{\"epoch\":364,\"test\":{\"negElboNats\":90}}\n{\"epoch\":3280,\"test\":{\"negElboNats\":89}}\n");
        RunRecords records = new RunRecords(run);
        records.write(outcome(1, 364, 88));
        records.write(outcome(1, 364, 87.9));
        records.write(outcome(1, 3280, 86.8));
        Path docs = folder.resolve("docs");

        assertThat(ResultsPage.write(folder.resolve("runs"), docs)).isEqualTo(2);
        assertThat(Files.readString(docs.resolve("results.md")))
                .contains("**87.90** ± 0.25 | +1.14 | 364 of 3,280, shortened", "**86.80** ± 0.25 | +0.04 | 3,280 |");
    }

    @Test
    void thePageOfTheProjectIsMadeFromItsRecords() throws IOException {
        Path docs = Path.of("..", "docs");
        assertThat(Files.readString(docs.resolve("results.md")))
                .as("run scripts/vae reproduce results")
                .isEqualTo(ResultsPage.text(ResultsPage.read(docs.resolve("results"))));
    }
}
