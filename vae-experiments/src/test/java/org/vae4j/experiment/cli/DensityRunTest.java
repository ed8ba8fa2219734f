package org.vae4j.experiment.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.vae4j.experiment.run.trained.TrainedRun;
import org.vae4j.experiment.use.Generator;
import org.vae4j.math.Streams;

/** Densities that are fitted to codes, learned priors and VAE-GANs, from the command line to samples and reports. */
class DensityRunTest {

    private static final String SMALL = " data.lines.size=8 data.lines.train=200 data.lines.test=40"
            + " data.binarisation=none model.encoder=[8] model.decoder=[8] model.latent=2 training.batchSize=20";

    @TempDir
    private static Path runs;

    private static Path run = Path.of("");

    @TempDir
    private Path folder;

    private String out = "";
    private String err = "";

    @BeforeAll
    static void train() throws IOException {
        run = new DensityRunTest()
                .run("model.kind=autoencoder training.epochs=3"
                        + " evaluation.densities=[{gaussian_mixture:{components:3}},{vae:{hidden:[6],epochs:2}}]"
                        + SMALL);
    }

    private Path run(String settings) throws IOException {
        return run(settings, runs);
    }

    private Path run(String settings, Path into) throws IOException {
        assertThat(vae("run quickstart --json --quiet " + settings + " --runs " + into))
                .as(err)
                .isZero();
        return Path.of(new ObjectMapper()
                .readTree(out.lines().reduce((a, b) -> b).orElseThrow())
                .get("run")
                .asText());
    }

    private int vae(String arguments) {
        Typed typed = Typed.line(arguments);
        out = typed.out();
        err = typed.err();
        return typed.code();
    }

    private String sample(Path source, String from, String file) throws IOException {
        Path to = folder.resolve(file + ".csv");
        assertThat(vae("sample " + source + " --count 5 " + from + " --out " + to))
                .as(err)
                .isZero();
        return Files.readString(to);
    }

    /** Without an option, the first density of the configuration is used. */
    @Test
    void samplesAreDrawnFromTheRequestedDensity() throws IOException {
        String first = sample(run, "", "first");
        assertThat(sample(run, "--from gaussian_mixture", "mixture")).isEqualTo(first);
        assertThat(sample(run, "--from vae", "vae")).isNotEqualTo(first);
        assertThat(sample(run, "--from prior", "prior"))
                .isNotEqualTo(first)
                .isEqualTo(sample(run.resolve("decoder.zip"), "", "decoder"));
    }

    @Test
    void refusesAnUnknownDensityAndNamesTheKnownOnes() {
        assertThat(vae("sample " + run + " --from flow --out " + folder.resolve("x.csv")))
                .isEqualTo(2);
        assertThat(err)
                .contains("found no density 'flow' in the run, expected prior or one of gaussian_mixture, vae")
                .hasLineCount(1);
    }

    @Test
    void refusesADensityWithADecoderFile() {
        assertThat(vae("sample " + run.resolve("decoder.zip") + " --from vae --out " + folder.resolve("x.csv")))
                .isEqualTo(2);
        assertThat(err).contains("--from: found 'vae' with a decoder file, expected a run directory");
    }

    @Test
    void resultsFilesAndReportNameTheDensities() throws IOException {
        JsonNode test =
                new ObjectMapper().readTree(run.resolve("eval/test.json").toFile());
        for (String name : new String[] {"gaussian_mixture", "vae"}) {
            assertThat(run.resolve("densities").resolve(name)).exists();
            JsonNode nats = test.get("densities").get(name);
            assertThat(nats.get("trainNegLogDensityNats").asDouble()).isFinite();
            assertThat(nats.get("testNegLogDensityNats").asDouble()).isFinite();
        }
        assertThat(run.resolve("figures/samples-of-density.png")).exists();
        assertThat(Files.readString(run.resolve("report.html"))).contains("Samples of gaussian_mixture");
    }

    @Test
    void samplesAreDrawnFromALearnedPrior() throws IOException {
        Path mixture = run("model.prior={mixture:3} training.epochs=1" + SMALL);
        TrainedRun trained = TrainedRun.open(mixture);
        INDArray z = Generator.of(trained, Optional.empty()).prior(4, 7);
        assertThat(z).isEqualTo(trained.model().prior().sample(4, Streams.derive(7, "sample"), z.dataType()));
        assertThat(sample(mixture, "", "run")).isEqualTo(sample(mixture.resolve("decoder.zip"), "", "file"));
    }

    private static final String VAE_GAN =
            "objective.terms=[{gan:{discriminator:[6],equilibrium:0.7,margin:0.05}}] training.epochs=4"
                    + " training.groups.gan.learningRate=0.002" + SMALL;

    @Test
    void aPausedVaeGanContinuesToTheSameBits() throws IOException {
        Path whole = run(VAE_GAN + " --name whole");
        vae("run quickstart --quiet runtime.untilEpoch=2 " + VAE_GAN + " --runs " + folder);
        Path continued = run(VAE_GAN, folder);
        assertThat(TrainedRun.open(continued).model().graph().params())
                .isEqualTo(TrainedRun.open(whole).model().graph().params());
    }

    @Test
    void metricsAndReportOfAVaeGanHaveTheNumbersOfItsPhases() throws IOException {
        Path whole = run(VAE_GAN);
        String last = Files.readAllLines(whole.resolve("metrics.jsonl")).get(3);
        JsonNode terms = new ObjectMapper().readTree(last).get("train").get("terms");
        assertThat(terms.fieldNames())
                .toIterable()
                .containsExactlyInAnyOrder(
                        "gan",
                        "ganEncoder",
                        "ganSamples",
                        "ganReal",
                        "ganSampled",
                        "ganDecoderLearns",
                        "ganDiscriminator",
                        "ganAccuracy",
                        "ganLearns");
        assertThat(List.of("ganAccuracy", "ganDecoderLearns", "ganLearns"))
                .allSatisfy(name -> assertThat(terms.get(name).asDouble()).isBetween(0.0, 1.0));
        assertThat(Files.readString(whole.resolve("report.html")))
                .contains(
                        "<figcaption><b>GAN part of the decoder",
                        "<figcaption><b>GAN accuracy.</b>",
                        "GAN discriminator over");
    }
}
