package org.vae4j.experiment.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A ladder model of three stochastic layers, and a model with a learned prior, from the command line to the report. */
class HierarchyRunTest {

    private static final String SMALL = " data.lines.size=8 data.lines.train=60 data.lines.test=20"
            + " model.encoder=[8] model.decoder=[8] model.latent=3 training.epochs=2 training.batchSize=20";
    private static final String LADDER =
            " model.hierarchy={ladder:{levels:[{latent:2,encoder:[4],decoder:[4]},{latent:1}]}}";

    @TempDir
    private static Path folder;

    private static String run = "";
    private static String mixture = "";

    private String out = "";
    private String err = "";

    @BeforeAll
    static void train() throws IOException {
        HierarchyRunTest test = new HierarchyRunTest();
        run = test.trained(LADDER);
        mixture = test.trained(" model.prior={mixture:3}");
    }

    private String trained(String settings) throws IOException {
        int code = vae("run quickstart --json --quiet" + settings + SMALL + " --runs " + folder.resolve("runs"));
        assertThat(code).as(err).isZero();
        return new ObjectMapper()
                .readTree(out.lines().reduce((a, b) -> b).orElseThrow())
                .get("run")
                .asText();
    }

    private int vae(String arguments) {
        Typed typed = Typed.line(arguments);
        out = typed.out();
        err = typed.err();
        return typed.code();
    }

    private List<String> written(String command, String name) throws IOException {
        Path file = folder.resolve(name);
        assertThat(vae(command + " --out " + file)).as(err).isZero();
        return Files.readAllLines(file);
    }

    @Test
    void metricsAndReportHaveEachLevel() throws IOException {
        JsonNode test =
                new ObjectMapper().readTree(Path.of(run, "eval/test.json").toFile());
        JsonNode levels = test.path("diagnostics").path("levels");
        assertThat(levels).hasSize(3);
        double kl = 0;
        int[] sizes = {3, 2, 1};
        for (int l = 0; l < 3; l++) {
            assertThat(levels.get(l).path("dimensions").asInt())
                    .as("level %d", l)
                    .isEqualTo(sizes[l]);
            assertThat(levels.get(l).path("activeUnits").isInt())
                    .as("level %d", l)
                    .isTrue();
            kl += levels.get(l).path("klNats").asDouble();
        }
        assertThat(kl).isPositive();
        assertThat(Files.readString(Path.of(run, "report.html")))
                .contains("z<sub>3</sub>: ", " of 1, KL ", "KL of each level");
    }

    @Test
    void encodeWritesTheMeansOfEveryLevel() throws IOException {
        assertThat(written("encode " + run, "codes.csv").get(0))
                .endsWith("z1Mean0,z1Mean1,z1Mean2,z2Mean0,z2Mean1,z3Mean0");
    }

    /** z6 is in the level that is farthest from the data, and reaches the images through the levels below it. */
    @Test
    void aTraversalOfTheLastLevelChangesTheImages() throws IOException {
        List<String> rows = written("traverse " + run + " --dims z6 --steps 2 --range 2", "traversal.csv");
        assertThat(values(rows.get(1))).isNotEqualTo(values(rows.get(2)));
    }

    private static List<String> values(String row) {
        return Stream.of(row.split(",")).skip(1).toList();
    }

    @Test
    void theDecoderFileSamplesAsItsRunDoes() throws IOException {
        for (String sampled : List.of(run, mixture)) {
            String name = Path.of(sampled).getFileName().toString();
            List<String> samples = written("sample " + sampled + " --count 4 --seed 3", name + "-run.csv");
            assertThat(written("sample " + sampled + "/decoder.zip --count 4 --seed 3", name + "-decoder.csv"))
                    .as(sampled)
                    .isEqualTo(samples);
        }
    }

    @Test
    void evalEstimatesTheLikelihoodWithEveryMetric() throws IOException {
        assertThat(vae("eval " + run + " --metrics nll --samples 20")).as(err).isZero();
        String chains = " --examples 3 --chains 2 --temperatures 3 --leapfrog 1 --samples 5 --metrics ";
        assertThat(vae("eval " + run + chains + "ais,bdmc")).as(err).isZero();
        assertThat(vae("eval " + run + chains + "ais --from posterior")).as(err).isZero();
    }

    /** Chains cannot be led back to posteriors that depend on the latents of other levels. */
    @Test
    void evalRefusesBoundsFromBothSidesWithChainsFromThePosterior() {
        String chains = " --examples 3 --chains 2 --temperatures 3 --leapfrog 1 --samples 5 --metrics ";
        assertThat(vae("eval " + run + chains + "bdmc --from posterior")).isEqualTo(2);
        assertThat(err.lines()).hasSize(1);
        assertThat(err).contains("--metrics bdmc: found posteriors of the family hierarchy", "at the prior");
    }

    @Test
    void exportWritesTheWeights() {
        assertThat(vae("export " + run + " --format=safetensors --out " + folder.resolve("weights.safetensors")))
                .as(err)
                .isZero();
    }

    @Test
    void exportRefusesOnnx() {
        assertThat(vae("export " + run + " --format=onnx --out " + folder.resolve("model.onnx")))
                .isEqualTo(2);
        assertThat(err.lines()).hasSize(1);
        assertThat(err).contains("model.hierarchy with 3 stochastic layers");
    }

    @Test
    void samplesTraversalsAndReconstructionsAreDrawn() throws IOException {
        try (Stream<Path> figures = Files.list(Path.of(run, "figures"))) {
            assertThat(figures.map(file -> file.getFileName().toString()))
                    .containsAll(Arrays.asList("samples.png", "traversals.png", "reconstructions.png"));
        }
    }
}
