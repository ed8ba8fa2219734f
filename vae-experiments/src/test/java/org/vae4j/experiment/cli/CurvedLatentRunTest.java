package org.vae4j.experiment.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.vae4j.experiment.run.trained.TrainedRun;
import org.vae4j.experiment.use.Numbers;
import org.vae4j.math.Streams;
import org.vae4j.model.LatentModel;

/**
 * Models whose latents lie on the sphere, in the Poincaré ball, are positive, or follow a curve or a mixture, from
 * their training to the commands that use them.
 */
class CurvedLatentRunTest {

    private static final Map<String, String> MODELS = Map.of(
            "sphere",
            "model.latent=3 model.posterior=von_mises_fisher model.prior=sphere",
            "ball",
            "model.latent=2 model.posterior=wrapped_normal model.prior=wrapped_normal"
                    + " model.decoder=[{gyroplane:{size:12}}]",
            "positive",
            "model.latent=2 model.posterior=gamma model.prior=gamma",
            "roll",
            "model.kind=autoencoder model.latent=2 model.prior={swiss_roll:{noise:0}}"
                    + " objective.terms=[{adversarial:{discriminator:[8]}}]",
            "mixture",
            "model.latent=2 model.prior={mixture:2}");

    @TempDir
    private static Path runs;

    private static final Map<String, String> TRAINED = new TreeMap<>();

    @TempDir
    private Path folder;

    private String out = "";
    private String err = "";

    @BeforeAll
    static void train() throws IOException {
        CurvedLatentRunTest test = new CurvedLatentRunTest();
        for (Map.Entry<String, String> model : MODELS.entrySet()) {
            int code =
                    test.vae("run quickstart --json --quiet data.lines.size=8 data.lines.train=200 data.lines.test=40"
                            + " model.encoder=[16] training.batchSize=50 training.epochs=2 " + model.getValue()
                            + " --runs "
                            + runs);
            assertThat(code).as(test.err).isZero();
            TRAINED.put(
                    model.getKey(),
                    new ObjectMapper().readTree(test.out).get("run").asText());
        }
    }

    private int vae(String arguments) {
        Typed typed = Typed.line(arguments);
        out = typed.out();
        err = typed.err();
        return typed.code();
    }

    private INDArray numbers(String arguments, String name) throws IOException {
        Path file = folder.resolve(name);
        assertThat(vae(arguments + " --out " + file)).as(err).isZero();
        return Numbers.read(file).values();
    }

    @Test
    void samplesOfARunAndOfItsDecoderAreDecodedDrawsOfItsPrior() throws IOException {
        for (Map.Entry<String, String> trained : TRAINED.entrySet()) {
            Path run = Path.of(trained.getValue());
            LatentModel model = TrainedRun.open(run).model();
            INDArray z = model.prior().sample(6, Streams.derive(4, "sample"), DataType.FLOAT);
            INDArray expected = model.decode(z);
            INDArray byRun = numbers("sample " + run + " --count 6 --seed 4", trained.getKey() + "-run.npy");
            assertThat(byRun.equalsWithEps(expected, 1e-6)).as(trained.getKey()).isTrue();
            INDArray byFile = numbers(
                    "sample " + run.resolve("decoder.zip") + " --count 6 --seed 4", trained.getKey() + "-file.npy");
            assertThat(byFile.equalsWithEps(expected, 1e-6))
                    .as(trained.getKey())
                    .isTrue();
        }
    }

    @Test
    void traversalsAndInterpolationsDecodePointsOfTheLatentSpace() throws IOException {
        for (String name : List.of("sphere", "ball", "positive")) {
            Path run = Path.of(TRAINED.get(name));
            LatentModel model = TrainedRun.open(run).model();
            INDArray traversal = numbers("traverse " + run + " --dims z1 --steps 3 --range 2", name + "-t.npy");
            double[] coordinates = new double[model.latent()];
            coordinates[0] = -2;
            double[] point = model.prior().distribution().space().point(coordinates);
            INDArray z =
                    Nd4j.create(new double[][] {point}).castTo(DataType.FLOAT).dup('f');
            assertThat(traversal.getRow(0).equalsWithEps(model.decode(z).getRow(0), 1e-5))
                    .as("start of the traversal of the %s", name)
                    .isTrue();
            INDArray between = numbers("interpolate " + run + " --between 0,1 --steps 5", name + "-i.npy");
            INDArray reconstructed = numbers("reconstruct " + run + " --count 2", name + "-r.npy");
            assertThat(between.getRow(0).equalsWithEps(reconstructed.getRow(0), 1e-4))
                    .as("start of the interpolation of the %s", name)
                    .isTrue();
            assertThat(between.getRow(4).equalsWithEps(reconstructed.getRow(1), 1e-4))
                    .as("end of the interpolation of the %s", name)
                    .isTrue();
        }
    }

    @Test
    void evalEstimatesTheLikelihoodWithChainsFromThePosteriorOnly() throws IOException {
        for (String name : List.of("sphere", "ball", "positive")) {
            String run = TRAINED.get(name);
            assertThat(vae("eval " + run + " --samples 20 --json")).as(err).isZero();
            JsonNode found = new ObjectMapper().readTree(out);
            assertThat(found.findValue("negLogLikelihoodNats").asDouble()).isPositive();
            assertThat(vae("eval " + run + " --metrics ais")).isEqualTo(2);
            assertThat(err)
                    .contains("found the prior", "begin at the posterior")
                    .hasLineCount(1);
            assertThat(vae("eval " + run + " --metrics ais --from posterior --examples 3 --chains 2 --temperatures 3"
                            + " --leapfrog 1 --samples 5"))
                    .as(err)
                    .isZero();
        }
    }

    @Test
    void evalRefusesAnAutoencoder() {
        assertThat(vae("eval " + TRAINED.get("roll") + " --samples 20")).isEqualTo(2);
    }

    @Test
    void captionsAndReportsDescribeTheLatentSpace() throws IOException {
        for (String name : List.of("sphere", "ball", "positive", "roll")) {
            Path run = Path.of(TRAINED.get(name));
            String captions = Files.readString(run.resolve("figures/captions.json"));
            assertThat(captions).contains("Samples").doesNotContain("N(0, I)");
            assertThat(vae("report " + run)).as(err).isZero();
        }
        Path sphere = Path.of(TRAINED.get("sphere"));
        assertThat(Files.readString(sphere.resolve("figures/captions.json"))).contains("map of equal areas");
        String page = Files.readString(sphere.resolve("report.html"));
        assertThat(page).contains("The circle is the outline of the sphere");
        assertThat(page.split("Scatter plot of", -1)).hasSizeGreaterThanOrEqualTo(4);
        Path positive = Path.of(TRAINED.get("positive"));
        assertThat(Files.readString(positive.resolve("figures/captions.json"))).contains("logarithm");
        assertThat(Files.readString(positive.resolve("report.html"))).doesNotContain("standard normal");
        Path ball = Path.of(TRAINED.get("ball"));
        assertThat(Files.readString(ball.resolve("figures/captions.json"))).contains("tangent plane at the origin");
        assertThat(Files.readString(ball.resolve("report.html"))).contains("which is infinitely far away");
    }

    /** The KL on the sphere is no sum over dimensions. */
    @Test
    void metricsOfTheSphereHaveOneKlAndNonePerDimension() throws IOException {
        JsonNode test =
                new ObjectMapper().readTree(Files.readString(Path.of(TRAINED.get("sphere"), "eval", "test.json")));
        assertThat(test.path("diagnostics").path("klPerDimensionNats")).isEmpty();
        assertThat(test.path("klNats").asDouble()).isPositive();
        double sum =
                test.path("reconstructionNats").asDouble() + test.path("klNats").asDouble();
        assertThat(test.path("negElboNats").asDouble()).isCloseTo(sum, within(1e-6));
    }
}
