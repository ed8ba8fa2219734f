package org.vae4j.experiment.reproduce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vae4j.experiment.cli.Typed;
import org.vae4j.experiment.reproduce.RecordCheck.Finding;
import org.vae4j.experiment.rundir.Json;

class VerificationTest {

    @TempDir
    Path folder;

    private Path docs;

    @BeforeEach
    void aPageOfOneRecord() throws IOException {
        docs = folder.resolve("docs");
        keep("burda-vae-k1", "dynamic");
    }

    private void keep(String id, String binarisation) throws IOException {
        Path run = folder.resolve("made").resolve(id).resolve("seed1-0123456789");
        Files.createDirectories(run.resolve("eval"));
        Files.writeString(run.resolve("metrics.jsonl"), "");
        Files.writeString(run.resolve(Reproduction.FILE), Json.pretty(outcome(id, binarisation)));
        ResultsPage.write(folder.resolve("made"), docs);
    }

    private static Outcome outcome(String id, String binarisation) {
        return new Outcome(
                id,
                "seed1-0123456789",
                1,
                3280,
                3280,
                3280,
                List.of(),
                PublishedTarget.Measure.NLL,
                5000,
                10_000,
                86.9,
                0.25,
                OptionalInt.of(19),
                binarisation,
                600,
                300,
                "0123456789abcdef",
                "a processor",
                "17");
    }

    private List<RecordCheck> checks() throws IOException {
        return new Verification(folder.resolve("runs"), docs).records((record, done) -> {});
    }

    @Test
    void aPageIsWhatItsRecordsMakeUntilALetterOfItChanges() throws IOException {
        Verification verification = new Verification(folder.resolve("runs"), docs);
        assertThat(verification.pageIsOfItsRecords()).isTrue();
        Path page = docs.resolve("results.md");
        Files.writeString(page, Files.readString(page).replace("86.90", "86.80"));
        assertThat(verification.pageIsOfItsRecords()).isFalse();
    }

    @Test
    void aRecordWithoutItsRunIsKeptAsOne() throws IOException {
        assertThat(checks()).singleElement().satisfies(check -> {
            assertThat(check.finding()).isEqualTo(Finding.NO_MODEL);
            assertThat(check.finding().accepted()).isTrue();
            assertThat(check.deviationNats()).isNaN();
        });
    }

    @Test
    void aRecordOfAnotherBinarisationThanItsTargetsIsRefused() throws IOException {
        keep("burda-static-k1", "dynamic");
        assertThat(checks()).extracting(RecordCheck::finding).containsExactly(Finding.WRONG_TARGET, Finding.NO_MODEL);
    }

    @Test
    void theSameBitsAreToldFromTheSameNumberAndThatFromAnother() {
        assertThat(Verification.finding(86.9, 86.9)).isEqualTo(Finding.SAME_BITS);
        assertThat(Verification.finding(Math.nextUp(86.9), 86.9)).isEqualTo(Finding.WITHIN_TOLERANCE);
        assertThat(Verification.finding(86.91, 86.9)).isEqualTo(Finding.DIFFERS);
        assertThat(Verification.finding(Double.NaN, 86.9)).isEqualTo(Finding.DIFFERS);
    }

    @Test
    void everyRecordHasALineAndThePageTheFirst() throws IOException {
        assertThat(VerificationText.of(docs.resolve("results.md"), false, checks())
                        .lines())
                .hasSize(2)
                .first()
                .asString()
                .contains("results.md: found another text than its records make");
    }

    /** A small training of real images: its number comes out again to the bit, and a changed record does not pass. */
    @Test
    void recomputesTheNumberOfARunThatIsStillThere() throws IOException {
        assumeTrue(
                System.getenv("VAE_DATA_DIR") != null,
                "skipped: set VAE_DATA_DIR to a folder that holds mnist/ to run this test");
        Path runs = folder.resolve("runs");
        Path page = folder.resolve("page");
        assertThat(vae("reproduce run pytorch-examples training.epochs=1 data.limit=300 --quiet --runs " + runs))
                .isZero();
        assertThat(vae("reproduce results --runs " + runs + " --out " + page)).isZero();
        Verification verification = new Verification(runs, page);
        assertThat(verification.records((record, done) -> {}))
                .singleElement()
                .extracting(RecordCheck::finding)
                .isEqualTo(Finding.SAME_BITS);
        Path record = onlyRecord(page);
        Outcome honest = Json.read(record, Outcome.class);
        Files.writeString(record, Files.readString(record).replace(String.valueOf(honest.nats()), "100.0"));
        assertThat(verification.records((name, done) -> {}))
                .singleElement()
                .extracting(RecordCheck::finding)
                .isEqualTo(Finding.DIFFERS);
        assertThat(vae("reproduce verify --quiet --runs " + runs + " --out " + page))
                .isOne();
    }

    private static Path onlyRecord(Path page) throws IOException {
        try (var files = Files.list(page.resolve("results"))) {
            Optional<Path> json =
                    files.filter(file -> file.toString().endsWith(".json")).findFirst();
            return json.orElseThrow();
        }
    }

    private static int vae(String line) {
        return Typed.line(line).code();
    }
}
