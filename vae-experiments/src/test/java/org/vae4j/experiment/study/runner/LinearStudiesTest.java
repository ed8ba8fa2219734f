package org.vae4j.experiment.study.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vae4j.experiment.study.Study;
import org.vae4j.experiment.study.linear.PcaEquivalenceStudy;
import org.vae4j.experiment.study.linear.Variant;
import org.vae4j.experiment.study.linearvae.LinearVaeStudy;
import picocli.CommandLine;

/**
 * The studies of linear autoencoders as a person runs them: on small images of lines, and on MNIST where it is there.
 */
class LinearStudiesTest {

    private static final String[] LINES = {
        "data.name=lines", "data.lines.size=12", "data.lines.train=1000", "data.lines.test=300"
    };

    @TempDir
    private Path runs;

    @Test
    void linearAutoencodersReachPcaOnLines() throws IOException {
        JsonNode results =
                run(new PcaEquivalenceStudy(), LINES, "study.latents=[2, 8]", "study.seeds=2", "study.deepEpochs=30");
        int variants = Variant.values().length;
        assertThat(results.get("variants")).hasSize(2 * variants);
        assertThat(results.get("runs")).hasSize(2 * 2 * variants);
        for (String name : List.of("tied", "untied", "untied-bias", "tied-uncentred", "orthonormal")) {
            JsonNode row = variant(results, name, 8);
            assertThat(row.get("maxPrincipalAngleRad").asDouble()).as(name).isBetween(0.0, 1e-3);
            assertThat(row.get("relativeExcessError").asDouble()).as(name).isCloseTo(0, within(1e-6));
        }
        for (JsonNode row : results.get("variants")) {
            assertThat(row.get("converged").asBoolean()).as("converged: " + row).isTrue();
        }
        assertThat(variant(results, "orthonormal", 8)
                        .get("orthonormalityDefect")
                        .asDouble())
                .isLessThan(1e-12);
        JsonNode network = results.get("networkOnAllExamples").get("atRandomPoint");
        assertThat(network.get("relativeGradientDifference").asDouble()).isLessThan(1e-12);
        JsonNode errors = results.get("testErrors").get("meanSquaredError");
        for (int i = 0; i < 2; i++) {
            assertThat(errors.get("deep").get(i).asDouble())
                    .as("error of the deep autoencoder on the test set, latents "
                            + results.get("testErrors").get("latents").get(i))
                    .isLessThan(0.95 * errors.get("PCA").get(i).asDouble());
        }
        assertThat(figures("pca-equivalence")).contains("angles.png", "errors.png", "basis.png");
    }

    /** On the first 10,000 images, to be fast; docs/studies has the numbers of all 60,000. */
    @Test
    void linearAutoencodersReachPcaOnMnistAndItsBasisWhereTheoryPredictsIt() throws IOException {
        JsonNode results = run(
                new PcaEquivalenceStudy(),
                mnist(),
                "data.limit=10000",
                "study.latents=[16]",
                "study.seeds=1",
                "study.deepEpochs=0");
        for (String name : List.of("tied", "untied")) {
            JsonNode row = variant(results, name, 16);
            assertThat(row.get("maxPrincipalAngleRad").asDouble()).as(name).isLessThan(1e-3);
            assertThat(row.get("relativeExcessError").asDouble()).as(name).isCloseTo(0, within(1e-4));
            assertThat(row.get("columnsBestMatchMinCos").asDouble()).as(name).isLessThan(0.9);
        }
        assertThat(variant(results, "untied", 16).get("decoderSvdMinCos").asDouble())
                .isLessThan(0.9);
        assertThat(variant(results, "orthonormal", 16)
                        .get("latentCovarianceMinCos")
                        .asDouble())
                .isGreaterThan(0.999);
        assertThat(variant(results, "l2", 16).get("decoderSvdMinCos").asDouble())
                .isGreaterThan(0.999);
        assertThat(variant(results, "non-uniform-l2", 16).get("columnsMinCos").asDouble())
                .isGreaterThan(0.999);
    }

    @Test
    void linearVaeReachesTheLikelihoodOfProbabilisticPcaOnLines() throws IOException {
        assertReachesProbabilisticPca(run(new LinearVaeStudy(), LINES, "study.latent=4", "study.seeds=1"));
        assertThat(figures("linear-vae-is-ppca")).contains("gap.png", "kl.png");
    }

    @Test
    void linearVaeReachesTheLikelihoodOfProbabilisticPcaOnMnist() throws IOException {
        assertReachesProbabilisticPca(run(new LinearVaeStudy(), mnist(), "data.limit=10000", "study.seeds=1"));
    }

    /**
     * Every training reaches the exact likelihood, the surplus latents collapse, and the network agrees by sampling.
     */
    private static void assertReachesProbabilisticPca(JsonNode results) {
        for (JsonNode row : results.get("trainings")) {
            assertThat(row.get("converged").asBoolean()).as("converged").isTrue();
            assertThat(row.get("gapNats").asDouble()).as("gap").isBetween(-1e-9, 1e-4);
            assertThat(row.get("activeFound").asInt())
                    .as("active latents")
                    .isEqualTo(row.get("activeExpected").asInt());
        }
        JsonNode surplus = results.get("trainings").get(results.get("trainings").size() - 1);
        assertThat(surplus.get("p").asInt()).isEqualTo(10);
        assertThat(surplus.get("activeFound").asInt()).isEqualTo(5);
        JsonNode test = results.get("onTest");
        // Sampling z leaves the mean over hundreds of images an error of some hundredths of a nat.
        assertThat(test.get("networkSampledElboNats").asDouble())
                .isCloseTo(test.get("elboNats").asDouble(), within(0.3));
    }

    private static String[] mnist() {
        String dir = System.getenv("VAE_DATA_DIR");
        assumeTrue(
                dir != null && Files.isDirectory(Path.of(dir, "mnist")),
                "skipped: set VAE_DATA_DIR to a folder that holds mnist/ to run this test");
        return new String[] {"data.name=mnist", "data.dir=" + dir};
    }

    private static JsonNode variant(JsonNode results, String name, int p) {
        for (JsonNode row : results.get("variants")) {
            if (row.get("name").asText().equals(name) && row.get("p").asInt() == p) {
                return row;
            }
        }
        throw new AssertionError("no variant " + name + " of p = " + p + " in " + results);
    }

    private JsonNode run(Study study, String[] data, String... more) throws IOException {
        List<String> arguments = new ArrayList<>(List.of(data));
        arguments.addAll(List.of(more));
        arguments.addAll(List.of("--json", "--runs", runs.toString()));
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int code = new CommandLine(new StudyMain(study, arguments))
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments.toArray(String[]::new));
        assertThat(code).as(err.toString()).isZero();
        return new ObjectMapper().readTree(out.toString()).get("results");
    }

    private List<String> figures(String study) throws IOException {
        try (Stream<Path> all = Files.walk(runs.resolve(study))) {
            return all.filter(f -> f.toString().endsWith(".png"))
                    .map(f -> f.getFileName().toString())
                    .toList();
        }
    }
}
