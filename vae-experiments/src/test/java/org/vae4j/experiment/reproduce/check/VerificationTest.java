package org.vae4j.experiment.reproduce.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.vae4j.experiment.reproduce.Outcomes.outcome;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vae4j.experiment.cli.Typed;
import org.vae4j.experiment.reproduce.Outcome;
import org.vae4j.experiment.reproduce.PublishedTarget;
import org.vae4j.experiment.reproduce.check.RecordCheck.Finding;
import org.vae4j.experiment.reproduce.page.ResultsPage;
import org.vae4j.experiment.rundir.Json;
import org.vae4j.experiment.rundir.RunDirectoryException;
import org.vae4j.experiment.use.export.WeightsHash;

class VerificationTest {

    @TempDir
    static Path shared;

    @TempDir
    Path folder;

    private Path docs;

    @BeforeEach
    void writeAPageOfOneRecord() throws IOException {
        docs = folder.resolve("docs");
        keepRecord("burda-vae-k1", "dynamic");
    }

    /** Adds a record to the page, made from a run that lies elsewhere than the runs of the verification. */
    private void keepRecord(String id, String binarisation) throws IOException {
        Path run = folder.resolve("made").resolve(id).resolve("seed1-0123456789");
        Files.createDirectories(run.resolve("eval"));
        Files.writeString(run.resolve("metrics.jsonl"), "");
        Files.writeString(run.resolve("eval/reproduction.json"), record(id, binarisation));
        ResultsPage.write(folder.resolve("made"), docs);
    }

    private static String record(String id, String binarisation) {
        String own = PublishedTarget.named(id).orElseThrow().binarisation();
        return Json.pretty(outcome(id, 1, 3280, 86.9)).replace('"' + own + '"', '"' + binarisation + '"');
    }

    private List<RecordCheck> checks() throws IOException {
        return new Verification(folder.resolve("runs"), docs).records((record, done) -> {});
    }

    @Test
    void pageIsOfItsRecordsUntilACharacterChanges() throws IOException {
        Verification verification = new Verification(folder.resolve("runs"), docs);
        assertThat(verification.pageIsOfItsRecords()).isTrue();
        Path page = docs.resolve("results.md");
        Files.writeString(page, Files.readString(page).replace("86.90", "86.80"));
        assertThat(verification.pageIsOfItsRecords()).isFalse();
    }

    @Test
    void recordWithoutItsRunIsAcceptedWithoutRecomputation() throws IOException {
        assertThat(checks()).singleElement().satisfies(check -> {
            assertThat(check.finding()).isEqualTo(Finding.NO_MODEL);
            assertThat(check.finding().accepted()).isTrue();
            assertThat(check.deviationNats()).isNaN();
        });
    }

    @Test
    void recordOfAnotherBinarisationThanItsTargetIsRefused() throws IOException {
        keepRecord("burda-static-k1", "dynamic");
        assertThat(checks()).extracting(RecordCheck::finding).containsExactly(Finding.WRONG_TARGET, Finding.NO_MODEL);
    }

    @Test
    void recordWhoseRunIsDamagedIsAnError() throws IOException {
        Path run = Files.createDirectories(folder.resolve("runs/burda-vae-k1/seed1-0123456789"));
        Path status = Files.writeString(run.resolve("status.json"), "{\"state\":");
        assertThatThrownBy(this::checks)
                .isInstanceOf(RunDirectoryException.class)
                .hasMessageStartingWith("found a damaged file " + status);
    }

    @Test
    void findingTellsTheSameBitsFromACloseNumberAndThatFromAnother() {
        double recorded = 86.9;
        assertThat(Verification.finding(recorded, recorded)).isEqualTo(Finding.SAME_BITS);
        assertThat(Verification.finding(Math.nextUp(recorded), recorded)).isEqualTo(Finding.WITHIN_TOLERANCE);
        assertThat(Verification.finding(86.91, recorded)).isEqualTo(Finding.DIFFERS);
        assertThat(Verification.finding(Double.NaN, recorded)).isEqualTo(Finding.DIFFERS);
    }

    @Test
    void textHasALineForThePageAndOnePerRecord() throws IOException {
        assertThat(VerificationText.of(docs.resolve("results.md"), false, checks())
                        .lines())
                .hasSize(2)
                .first()
                .asString()
                .contains("results.md: found another text than its records make");
    }

    /** The folder of runs with a small training on real images, made once; tests do not change it. */
    private static Path runsWithATraining() {
        assumeTrue(
                System.getenv("VAE_DATA_DIR") != null,
                "skipped: set VAE_DATA_DIR to a folder that holds mnist/ to run this test");
        Path runs = shared.resolve("runs");
        if (!Files.exists(runs)) {
            assertThat(vae("reproduce run pytorch-examples --shorten=10 data.limit=300 --quiet --runs " + runs))
                    .isZero();
        }
        return runs;
    }

    /** Makes the page of the training. Returns its folder. */
    private Path pageOf(Path runs) {
        Path page = folder.resolve("page");
        assertThat(vae("reproduce results --runs " + runs + " --out " + page)).isZero();
        return page;
    }

    @Test
    void recomputedNumberHasTheBitsOfTheRecord() throws IOException {
        Path runs = runsWithATraining();
        Path page = pageOf(runs);
        Outcome outcome = Json.read(onlyRecord(page), Outcome.class);
        assertThat(outcome.extent()).isEqualTo("1 of 10, every stage shortened alike");
        assertThat(outcome.changes()).containsExactly("data.limit=300");
        assertThat(findings(runs, page)).containsExactly(Finding.SAME_BITS);
    }

    @Test
    void recomputedNumberDiffersFromAChangedRecord() throws IOException {
        Path runs = runsWithATraining();
        Path page = pageOf(runs);
        Path record = onlyRecord(page);
        double nats = Json.read(record, Outcome.class).nats();
        Files.writeString(record, Files.readString(record).replace(String.valueOf(nats), "100.0"));
        assertThat(findings(runs, page)).containsExactly(Finding.DIFFERS);
        assertThat(vae("reproduce verify --quiet --runs " + runs + " --out " + page))
                .isOne();
    }

    @Test
    void weightsBesideARecordAreCheckedByTheirHashIfTheRunIsGone() throws IOException {
        Path runs = runsWithATraining();
        Path page = pageOf(runs);
        Path record = onlyRecord(page);
        Outcome outcome = Json.read(record, Outcome.class);
        Path weights = Path.of(record.toString().replace(".json", ".safetensors"));
        assertThat(vae("export " + runs.resolve("pytorch-examples").resolve(outcome.run()) + " --out " + weights))
                .isZero();
        assertThat(outcome.weightsSha256()).contains(WeightsHash.of(weights));
        assertThat(findings(runs, page)).containsExactly(Finding.SAME_BITS);
        Path gone = folder.resolve("gone");
        assertThat(findings(gone, page)).containsExactly(Finding.SAME_WEIGHTS);

        byte[] bytes = Files.readAllBytes(weights);
        bytes[bytes.length - 1] ^= 1;
        Files.write(weights, bytes);
        assertThat(findings(gone, page)).containsExactly(Finding.OTHER_WEIGHTS);
        assertThat(vae("reproduce verify --quiet --runs " + gone + " --out " + page))
                .isOne();
    }

    private static List<Finding> findings(Path runs, Path page) throws IOException {
        return new Verification(runs, page)
                .records((record, done) -> {}).stream()
                        .map(RecordCheck::finding)
                        .toList();
    }

    @Test
    void weightsOfAnotherHashThanTheRecordNamesAreRefused() throws IOException {
        Path weights = docs.resolve("results/burda-vae-k1-seed1-0123456789-epoch3280.safetensors");
        Files.write(weights, new byte[] {2, 0, 0, 0, 0, 0, 0, 0, '{', '}', 1, 2, 3, 4});
        assertThat(checks()).extracting(RecordCheck::finding).containsExactly(Finding.OTHER_WEIGHTS);
    }

    @Test
    void weightsWithADamagedHeaderAreAnError() throws IOException {
        Path weights = docs.resolve("results/burda-vae-k1-seed1-0123456789-epoch3280.safetensors");
        Files.write(weights, new byte[] {99, 0, 0, 0, 0, 0, 0, 0, '{', '}'});
        assertThatThrownBy(this::checks).hasMessageContaining("found no header of a length that fits the file");
    }

    private static Path onlyRecord(Path page) throws IOException {
        try (Stream<Path> files = Files.list(page.resolve("results"))) {
            Optional<Path> json =
                    files.filter(file -> file.toString().endsWith(".json")).findFirst();
            return json.orElseThrow();
        }
    }

    private static int vae(String line) {
        return Typed.line(line).code();
    }
}
