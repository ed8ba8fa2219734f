package org.vae4j.experiment.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vae4j.experiment.report.Report;

/**
 * A loss that is no likelihood, from the command line to the report: only its KL is in nats, and nothing is called an
 * ELBO.
 */
class LossRunTest {

    private static final String SMALL = " data.lines.size=8 data.lines.train=60 data.lines.test=20 data.valid=10"
            + " model.encoder=[8] model.decoder=[8] model.latent=2 training.epochs=3 training.batchSize=20";

    @TempDir
    private static Path runs;

    private static String run = "";
    private static String printed = "";

    private String out = "";
    private String err = "";

    @BeforeAll
    static void train() throws IOException {
        LossRunTest test = new LossRunTest();
        int code = test.vae("run quickstart model.likelihood=log_cosh training.select=best_valid data.binarisation=none"
                + SMALL + " --runs " + runs);
        assertThat(code).as(test.err).isZero();
        printed = test.out + test.err;
        code = test.vae("run quickstart model.likelihood=log_cosh --json --quiet training.select=best_valid"
                + " data.binarisation=none" + SMALL + " --runs " + runs);
        assertThat(code).as(test.err).isZero();
        run = test.printedRun();
    }

    /** The run directory that the last line of the output names. */
    private String printedRun() throws IOException {
        String lastLine = out.lines().reduce((first, second) -> second).orElseThrow();
        return new ObjectMapper().readTree(lastLine).get("run").asText();
    }

    private int vae(String arguments) {
        Typed typed = Typed.line(arguments);
        out = typed.out();
        err = typed.err();
        return typed.code();
    }

    @Test
    void resultsAndMetricsNameALossAndNoElbo() throws IOException {
        JsonNode test =
                new ObjectMapper().readTree(Path.of(run, "eval/test.json").toFile());
        assertThat(test.get("loss").asDouble())
                .isEqualTo(test.get("reconstructionLoss").asDouble()
                        + test.get("klNats").asDouble());
        assertThat(test.has("standardErrorOfLoss")).isTrue();
        assertThat(test.has("negElboNats")).isFalse();
        assertThat(test.path("diagnostics").has("elboGapNats")).isFalse();
        List<String> lines = Files.readAllLines(Path.of(run, "metrics.jsonl"));
        assertThat(lines)
                .hasSize(3)
                .allSatisfy(line -> assertThat(line)
                        .contains("\"objective\":", "\"reconstructionLoss\":", "\"selection\":{\"criterion\":\"loss\"")
                        .doesNotContainIgnoringCase("elbo")
                        .doesNotContain("objectiveNats", "reconstructionNats"));
    }

    @Test
    void printsALossAndNoElbo() {
        assertThat(printed).contains("test: loss ", "(reconstruction ").doesNotContain("ELBO", " nats (");
    }

    @Test
    void theReportExplainsThatTheLossIsNoBound() throws IOException {
        String page = Files.readString(Path.of(run, "report.html"));
        assertThat(page)
                .contains("loss, test", "no logarithm of a density", "no bound on −log p(x) and not in nats")
                .doesNotContain("negative ELBO", "Negative ELBO", "a bound on −log p(x)");
        assertThat(Files.readString(Report.write(Path.of(run)))).contains("loss, test");
    }

    @Test
    void evalRefusesALoss() {
        for (String metric : List.of("nll", "ais")) {
            assertThat(vae("eval " + run + " --metrics " + metric)).isEqualTo(2);
            assertThat(err.lines()).hasSize(1);
            assertThat(err).contains("found the loss log_cosh in", "there is no p(x)");
        }
    }

    @Test
    void refusesAnImportanceWeightedLoss() {
        assertThat(vae("run quickstart model.likelihood=log_cosh objective.name=iwae model.draws=5"
                        + " data.binarisation=none" + SMALL + " --runs " + runs))
                .isEqualTo(2);
        assertThat(err)
                .contains("model.likelihood: found log_cosh with objective.name=iwae, expected one with a density");
    }

    /** The encoder of another run compares images with reconstructions; the configuration names its file. */
    @Test
    void aPerceptualLossRecordsItsNetworkAndRefusesAnother(@TempDir Path folder) throws Exception {
        Path network = Files.copy(Path.of(run, "checkpoints/last.zip"), folder.resolve("network.zip"));
        Path config = Files.writeString(folder.resolve("seen.yaml"), """
                model:
                  likelihood: {perceptual: {file: '%s', layers: [encoder-1], weight: 2, pixels: 0.5}}
                data: {binarisation: none}
                """.formatted(network));
        assertThat(vae("run quickstart --json --quiet --config " + config + SMALL + " --runs " + folder))
                .as(err)
                .isZero();
        Path seen = Path.of(printedRun());
        JsonNode test =
                new ObjectMapper().readTree(seen.resolve("eval/test.json").toFile());
        assertThat(test.get("reconstructionLoss").asDouble()).isPositive();
        assertThat(test.has("negElboNats")).isFalse();
        String hash =
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(network)));
        JsonNode provenance =
                new ObjectMapper().readTree(seen.resolve("provenance.json").toFile());
        assertThat(provenance.path("files").path(network.toString()).asText()).isEqualTo(hash);
        assertThat(vae("reconstruct " + seen + " --out " + folder.resolve("seen.csv")))
                .as(err)
                .isZero();
        // The file is replaced by another network, whose hash differs from the configured one. Another weight makes
        // this
        // a new run, which reads the file.
        Files.copy(seen.resolve("checkpoints/last.zip"), network, StandardCopyOption.REPLACE_EXISTING);
        String pinned = Files.readString(config).replace("weight: 2", "weight: 3, sha256: '" + hash + "'");
        Files.writeString(config, pinned);
        assertThat(vae("run quickstart --config " + config + SMALL + " --runs " + folder))
                .isEqualTo(2);
        assertThat(err.lines()).hasSize(1);
        assertThat(err).contains("with the SHA-256", "expected " + hash, "trained with another network");
    }
}
