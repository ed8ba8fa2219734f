package org.vae4j.experiment.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vae4j.experiment.browser.TinyRun;
import org.vae4j.experiment.report.html.Words;
import org.vae4j.experiment.rundir.RunFiles;

/** Tests the words of reports for models other than a VAE with the prior N(0, I), and for a user's own data. */
class ReportOfKindsTest {

    @TempDir
    Path folder;

    private String page(String... overrides) throws IOException {
        return page(TinyRun.train(folder, overrides));
    }

    /** The text of a report, without its drawings, its configuration and its provenance. */
    private static String page(Path run) throws IOException {
        return Files.readString(run.resolve("report.html"))
                .replaceAll("(?s)<style>.*?</style>|<script>.*?</script>|<svg.*?</svg>|<pre.*?</pre>", "")
                .replaceAll("(?s)<section id=\"provenance\">.*?</section>|<footer>.*?</footer>", "")
                .replaceAll("<sub>(\\d+|j)</sub>", "_$1")
                .replaceAll("(?s)<[^>]*>\\s*", "\n")
                .replace("&#39;", "'")
                .replace("&gt;", ">")
                .replace("&amp;", "&")
                .replace('\u00a0', ' ')
                .replaceAll("\\n+", "\n");
    }

    /** Creates three folders of coloured squares, one colour per folder. */
    private Path colours() throws IOException {
        List<String> names = List.of("blue", "green", "red & white");
        for (int c = 0; c < names.size(); c++) {
            Path folder = Files.createDirectories(this.folder.resolve("colours").resolve(names.get(c)));
            for (int i = 0; i < 20; i++) {
                BufferedImage image = new BufferedImage(8, 8, BufferedImage.TYPE_INT_RGB);
                for (int p = 0; p < 64; p++) {
                    image.setRGB(p % 8, p / 8, (100 + 7 * i) << (8 * c) | 0x101010);
                }
                ImageIO.write(image, "png", folder.resolve(i + ".png").toFile());
            }
        }
        return this.folder.resolve("colours");
    }

    private static JsonNode lastEpoch(Path run) {
        List<JsonNode> lines = RunFiles.in(run).metrics();
        return lines.get(lines.size() - 1);
    }

    /** The header, the charts and the numbers of a VAE-GAN agree. */
    @Test
    void theReportOfAVaeGanNamesTheLossOfEachNetwork() throws IOException {
        Path run = TinyRun.train(folder, "objective.terms=[{gan: {discriminator: [8]}}]");
        assertThat(page(run))
                .contains("\nVAE-GAN\n", "\nminimised\nencoder: KL + F; decoder: KL + F + A(E[x|z]) + A(sample);")
                .contains("\nDecoder's loss.\n", "A(E[x|z]) + A(sample), which the decoder minimises; not in nats.")
                .contains("\nEncoder's loss.\n", "KL + F, which the encoder minimises; not in nats.")
                .doesNotContain("GAN encoder")
                .contains("nats per example; no network minimises it")
                .contains("GAN part of samples in the decoder's loss", "GAN discriminator's loss on samples")
                .doesNotContain("The model overfits", "What is minimised", "tells rightly");
        JsonNode last = lastEpoch(run);
        assertThat(last.path("objectiveNats").asDouble())
                .isCloseTo(
                        last.at("/train/klNats").asDouble()
                                + last.at("/train/terms/gan").asDouble(),
                        within(1e-4));
        double decoder = last.path("objectiveNats").asDouble()
                + last.at("/train/terms/ganSamples").asDouble();
        assertThat(Files.readString(run.resolve("report.html")))
                .as("the decoder's loss has the part of its samples, the encoder's that of the features alone")
                .contains("Encoder's loss over the epochs: training ends at "
                        + Words.number(last.at("/train/terms/ganEncoder").asDouble()))
                .contains("Decoder's loss over the epochs: training ends at " + Words.number(decoder));
    }

    /** The ELBO of such a model may become worse while the trained bound improves. */
    @Test
    void theReportBeginsWithTheTrainedBound() throws IOException {
        Path run = TinyRun.train(folder, "objective.name=iwae", "model.draws=4", "data.valid=16");
        JsonNode bound = RunFiles.in(run).json("eval/bound.json");
        assertThat(bound.path("criterion").asText()).isEqualTo("iwae-4");
        assertThat(bound.path("examples").asInt()).isEqualTo(32);
        assertThat(bound.path("epoch").asInt()).isEqualTo(3);
        assertThat(bound.path("negBoundNats").asDouble())
                .isLessThan(RunFiles.in(run)
                        .json("eval/test.json")
                        .path("negElboNats")
                        .asDouble());
        String page = page(run);
        assertThat(page.indexOf("\nnegative IWAE bound (k = 4), test\n"))
                .isPositive()
                .isLessThan(page.indexOf("\nnegative ELBO, test\n"));
        Files.delete(run.resolve("eval/bound.json"));
        Report.write(run);
        assertThat(page(run))
                .contains("\nnegative IWAE bound (k = 4), test\n", "nats per example, all 32 test examples");
    }

    @Test
    void cautionsOnTrainingAreBasedOnTheTrainedBound() throws IOException {
        Path run = TinyRun.train(folder, "objective.name=iwae", "model.draws=4", "training.epochs=1");
        String epoch = "{\"epoch\": %d, \"valid\": {\"negElboNats\": %d}, \"selection\": {\"criterion\": \"iwae-4\","
                + " \"negBoundNats\": %d}}\n";
        Files.writeString(run.resolve("metrics.jsonl"), epoch.formatted(1, 10, 9) + epoch.formatted(2, 12, 8));
        Report.write(run);
        assertThat(page(run))
                .contains(
                        "Training was not over: the negative IWAE bound (k = 4) on validation examples still fell by 1.00"
                                + " nats from epoch 1 to epoch 2.")
                .doesNotContain("overfits");
        epoch = "{\"epoch\": %d, \"test\": {\"negElboNats\": %d}, \"diagnostics\": {\"elboGapExamples\": 10,"
                + " \"negBoundNatsBySamples\": {\"1\": 7, \"4\": %d}}}\n";
        Files.writeString(run.resolve("metrics.jsonl"), epoch.formatted(1, 12, 8) + epoch.formatted(2, 10, 9));
        Report.write(run);
        assertThat(page(run))
                .contains(
                        "The model overfits: its negative IWAE bound (k = 4) on the first 10 test examples was 1.00 nats")
                .doesNotContain("Training was not over");
    }

    @Test
    void theSettingsOfAnAutoencoderHaveNoKeysOfAPrior() throws IOException {
        Path run = TinyRun.train(folder, "model.kind=autoencoder");
        assertThat(Files.readString(run.resolve("config.yaml"))).contains("prior: standard_normal");
        String listing = Files.readString(run.resolve("report.html")).replaceAll("(?s).*<pre[^>]*>|</pre>.*", "");
        assertThat(listing)
                .contains("kind: autoencoder", "latent: ", "schedule:")
                .doesNotContain("prior:", "posterior:", "beta:", "sprites:", "lagging:");
    }

    /** A page may be read on other machines, where the folders of this one do not exist. */
    @Test
    void theReportHasRelativePathsAndTheTimeOfTheRun() throws IOException {
        Path run = TinyRun.trainOn(colours(), folder, "data.split.test=12");
        String page = Files.readString(run.resolve("report.html"));
        assertThat(page)
                .doesNotContain(folder.toString())
                .contains("source: " + run.relativize(folder.resolve("colours")))
                .contains(" from the run " + run.getFileName() + ", which ended on 20");
    }

    @Test
    void theReportNamesTheClassesAndTheLikelihoodOfOwnData() throws IOException {
        assertThat(page(TinyRun.trainOn(
                        colours(), folder, "data.split.test=12", "model.latent=2", "model.likelihood=auto")))
                .contains("\nblue\n", "\ngreen\n", "\nred & white\n")
                .contains("\np(x|z) Bernoulli\n", "\nown data: colours\n")
                .contains("A Bernoulli likelihood of values between 0 and 1 is not")
                .doesNotContain("grey", "if the data are");
    }

    @Test
    void theReportOfAConditionalModelWritesTheLabel() throws IOException {
        assertThat(page(TinyRun.trainOn(
                        colours(), folder, "data.split.test=12", "model.latent=2", "model.condition=label")))
                .contains("an upper bound on −log ∫ p(x|z, y) p(z) dz (no density of values between 0 and 1).")
                .contains("E[x|z, y] for z drawn from the prior N(0, I)", "KL(q(z_j|x, y) ‖ N(0, 1))")
                .contains("\nconditional VAE, whose encoder and decoder read the label y\n")
                .contains("Each row has one label y, from the top: blue, green, red & white;")
                .contains("The label is that of the first test example.")
                .contains("The label changes with it, as a mixture of the two.")
                .doesNotContain("p(x)", "E[x|z]", "|x)", "p(x|z)", "told");
    }

    @Test
    void theReportOfAHierarchyNamesLevelsAndDimensions() throws IOException {
        Path run = TinyRun.train(
                folder,
                "model.latent=3",
                "model.hierarchy={top_down: {levels: [{latent: 2, encoder: [8], decoder: [8]}]}}");
        assertThat(page(run))
                .contains("\nz_1[1]\n", "\nz_2[1]\n", "\nz_1\n", "\nz_2\n", "\nz₁\n", "\nz₂\n", "; z_1: ")
                .contains("\nz_1 of 3 and z_2 of 2 dimensions in a hierarchy (top down); q(z_2|x), q(z_1|x, z_2) and")
                .contains("level by level, by KL from the prior given the level above: z_2[")
                .contains("level by level, by KL from the prior given the level above: " + ordered(run, 3, 5))
                .doesNotContainPattern("\\bz[1-5]\\b");
        assertThat(Files.readString(run.resolve("report.html"))
                        .replaceAll("(?s)<style>.*?</style>|<pre.*?</pre>|data-sort=\"z_\\d\"", ""))
                .as("subscripts are no typed ones, in texts, tables, charts and what is said of them")
                .doesNotContainPattern("\\bz_\\d")
                .contains("<sub>1</sub> of 3 and z<sub>2</sub> of 2 dimensions", "z₁ ends at ", "aria-label=\"z₂[1]: ");
    }

    /** The dimensions of the second level in descending order of their divergence. */
    private static String ordered(Path run, int from, int to) {
        JsonNode kl = RunFiles.in(run).json("eval/test.json").at("/diagnostics/klPerDimensionNats");
        return IntStream.range(from, to)
                .boxed()
                .sorted(Comparator.comparingDouble(j -> -kl.get(j).asDouble()))
                .map(j -> "z_2[" + (j - from + 1) + "]")
                .collect(Collectors.joining(", "));
    }

    @Test
    void theReportOfASphericalModelSpeaksOfMeanDirections() throws IOException {
        String page = page("model.latent=3", "model.posterior=von_mises_fisher", "model.prior=sphere");
        assertThat(page)
                .contains("Mean directions of all 32 test examples.", "The circle is the outline of the sphere.")
                .contains("variance of the mean direction > 0.01")
                .contains("From the top, by variance over the examples:")
                .doesNotContain("posterior mean of", "standard deviations of the prior", "tell most");
    }

    /** Earlier versions wrote every model's captions as those of a VAE. */
    @Test
    void captionsOfEarlierVersionsAreCorrected() throws IOException {
        Path run = TinyRun.train(folder, "model.kind=autoencoder");
        Path captions = run.resolve("figures/captions.json");
        ObjectMapper json = new ObjectMapper();
        ObjectNode all = (ObjectNode) json.readTree(captions.toFile());
        ((ObjectNode) all.path("reconstructions.png"))
                .put("text", "Even rows: E[x|z] at the posterior mean of the example above.");
        ((ObjectNode) all.path("traversals.png"))
                .put("text", "from -3 to 3. From the top, the dimensions that tell most: z1, z2.");
        json.writeValue(captions.toFile(), all);
        Report.write(run);
        assertThat(page(run))
                .contains("Even rows: E[x|z] at the code of the example above.")
                .contains("from −3 to 3. From the top, by variance over the examples: z1, z2.")
                .contains("Codes of all 32 test examples.")
                .doesNotContain("posterior", "the prior", "ELBO", "tell most");
    }

    /** The sentence of an experiment describes its defaults. */
    @Test
    void theSentenceOfTheExperimentIsNotShownForAModel() throws IOException {
        Path run = TinyRun.train(folder, "model.latent=2");
        String sentence = RunFiles.in(run).json("provenance.json").path("study").asText();
        assertThat(sentence).isNotEmpty();
        assertThat(Files.readString(run.resolve("report.html")).contains(sentence))
                .isFalse();
    }

    @Test
    void divergencesNameTheExamplesOfTheirMeans() throws IOException {
        Path run = TinyRun.train(folder, "data.valid=16", "evaluation.diagnosticsExamples=10");
        assertThat(page(run))
                .contains("The KL from the prior, a mean over the first 10 validation examples, from the first epoch")
                .contains("The mean of KL(q(z_j|x) ‖ N(0, 1)) over all 32 test examples.")
                .contains("has a variance above 0.01 over the first 10 validation examples.")
                .contains("Test: latents.\nOf all 32 test examples.", "means over all 32 test examples. The gap is")
                .contains("On training examples it is a mean over each epoch, while the parameters move;")
                .doesNotContain("is close to log 32");
        Path test = run.resolve("eval/test.json");
        Files.writeString(test, Files.readString(test).replaceAll("(\"mutualInformationNats\" : )[-\\d.E]+", "$13.25"));
        Report.write(run);
        assertThat(page(run))
                .contains(
                        "The mutual information of example and z, 3.25 nats, is close to log 32 = 3.47 nats, the most that"
                                + " so many examples can show: it tells their number rather than the model.");
    }

    /** A unit may be active although its posterior is close to the prior; the page must not contradict itself. */
    @Test
    void activeUnitsAndCollapsedDimensionsAreToldApart() throws IOException {
        assertThat(page("model.latent=2", "objective.beta=100"))
                .contains("The posterior is close to the prior in all 2 latent dimensions: their KL is below 0.01 nats")
                .contains("(Active units are counted by another rule, the variance of the posterior mean.)")
                .contains("Where a bar is near 0, the posterior is close to the prior.")
                .doesNotContain("not used", "does not use", "unused");
    }

    @Test
    void anglesAreGroupedByPartsOfTheirPeriod() throws IOException {
        assertThat(page("model.latent=2")).contains("\n0.0 to 0.5\n", "\n2.6 to 3.1\n");
    }
}
