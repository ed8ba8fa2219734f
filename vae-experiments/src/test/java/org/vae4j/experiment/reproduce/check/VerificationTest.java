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
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vae4j.experiment.cli.Typed;
import org.vae4j.experiment.reproduce.Outcome;
import org.vae4j.experiment.reproduce.PublishedTarget;
import org.vae4j.experiment.reproduce.check.RecordCheck.Finding;
import org.vae4j.experiment.reproduce.page.ResultsPage;
import org.vae4j.experiment.rundir.Json;
import org.vae4j.experiment.use.export.WeightsHash;

class VerificationTest {

    @TempDir
    static Path shared;

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

    /** The runs of a small training of real images; both tests leave it as it is. */
    private static Path trained() {
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

    /** Its number comes out again to the bit, and a changed record does not pass. */
    @Test
    void recomputesTheNumberOfARunThatIsStillThere() throws IOException {
        Path runs = trained();
        Path page = folder.resolve("page");
        assertThat(vae("reproduce results --runs " + runs + " --out " + page)).isZero();
        assertThat(findings(runs, page)).containsExactly(Finding.SAME_BITS);
        Path record = onlyRecord(page);
        Outcome honest = Json.read(record, Outcome.class);
        assertThat(honest.extent()).isEqualTo("1 of 10, every stage shortened alike");
        assertThat(honest.changes()).containsExactly("data.limit=300");
        Files.writeString(record, Files.readString(record).replace(String.valueOf(honest.nats()), "100.0"));
        assertThat(findings(runs, page)).containsExactly(Finding.DIFFERS);
        assertThat(vae("reproduce verify --quiet --runs " + runs + " --out " + page))
                .isOne();
    }

    /** Weights are told from others by the hash that the record names, also where the run is gone. */
    @Test
    void weightsBesideARecordAreCheckedByTheirHash() throws IOException {
        Path runs = trained();
        Path page = folder.resolve("page");
        assertThat(vae("reproduce results --runs " + runs + " --out " + page)).isZero();
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
    void weightsBesideARecordThatNamesNoHashAreRefused() throws IOException {
        Path weights = docs.resolve("results/burda-vae-k1-seed1-0123456789-epoch3280.safetensors");
        Files.write(weights, new byte[] {2, 0, 0, 0, 0, 0, 0, 0, '{', '}', 1, 2, 3, 4});
        assertThat(checks()).extracting(RecordCheck::finding).containsExactly(Finding.OTHER_WEIGHTS);
        Files.write(weights, new byte[] {99, 0, 0, 0, 0, 0, 0, 0, '{', '}'});
        assertThatThrownBy(this::checks).hasMessageContaining("found no header of a length that fits the file");
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
