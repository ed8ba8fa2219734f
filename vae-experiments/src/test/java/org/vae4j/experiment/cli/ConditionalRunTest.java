package org.vae4j.experiment.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.commons.math3.distribution.BinomialDistribution;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.vae4j.experiment.use.Numbers;

/** A model of MNIST that is conditioned on the label, from its training to the commands that use it. */
class ConditionalRunTest {

    @TempDir
    private static Path runs;

    private static final int LABELS = 10;
    private static final int SAMPLES_PER_ROW = 10;

    private static String run = "";
    private static String mnist = "";

    @TempDir
    private Path folder;

    private String out = "";
    private String err = "";

    @BeforeAll
    static void train() throws IOException {
        String dir = System.getenv("VAE_DATA_DIR");
        assumeTrue(
                dir != null && Files.isDirectory(Path.of(dir, "mnist")),
                "skipped: set VAE_DATA_DIR to a folder that holds mnist/ to run this test");
        mnist = dir;
        ConditionalRunTest test = new ConditionalRunTest();
        int code = test.vae("run mnist-vae --json --quiet model.condition=label data.dir=" + dir
                + " data.limit=10000 model.encoder=[100] model.decoder=[100] model.latent=5 training.epochs=4"
                + " evaluation.everyEpochs=0 training.learningRate=0.003 --runs " + runs);
        assertThat(code).as(test.err).isZero();
        run = new ObjectMapper().readTree(test.out).get("run").asText();
    }

    /**
     * A classifier that saw the same 10,000 images reads the requested labels in the samples. Each label is requested
     * equally often, so that a decoder that ignored it would agree by chance in a tenth of the cases. The test requires
     * more agreements than chance reaches once in a million times, for each label and for all; how much a network
     * reaches that is trained to its end is in docs/models.md.
     */
    @Test
    void samplesShowTheRequestedLabel() throws IOException {
        DigitReader reader = DigitReader.trained(Path.of(mnist), 10_000, 4);
        INDArray grid = numbers("sample RUN --count 500", "grid.npy");
        int[] right = new int[LABELS];
        int[] read = reader.read(grid);
        for (int i = 0; i < read.length; i++) {
            int requested = i / SAMPLES_PER_ROW % LABELS;
            right[requested] += read[i] == requested ? 1 : 0;
        }
        assertThat(IntStream.of(right).sum()).isGreaterThan(byChance(500));
        assertThat(IntStream.of(right).boxed())
                .allSatisfy(count -> assertThat(count).isGreaterThan(byChance(50)));
    }

    /** The fourth row of the grid has the label 3, too, and the same latents. */
    @Test
    void aSingleLabelGivesTheImagesOfItsRow() throws IOException {
        INDArray grid = numbers("sample RUN --count 50", "fifty.npy");
        INDArray threes = numbers("sample RUN --count 50 --label 3", "threes.npy");
        assertThat(rows(threes, 30, 40).equalsWithEps(rows(grid, 30, 40), 1e-5)).isTrue();
    }

    /** The number of agreements by chance among samples that is exceeded once in a million times. */
    private static int byChance(int samples) {
        return new BinomialDistribution(samples, 1.0 / LABELS).inverseCumulativeProbability(1 - 1e-6);
    }

    private static INDArray rows(INDArray all, int from, int to) {
        return all.get(NDArrayIndex.interval(from, to), NDArrayIndex.all()).dup();
    }

    @Test
    void theDecoderAloneMakesTheSameImages() throws IOException {
        Path alone = Files.copy(Path.of(run, "decoder.zip"), folder.resolve("alone.zip"));
        for (String command : List.of("sample", "interpolate", "traverse", "traverse --label 4")) {
            String name = command.replace(' ', '-');
            INDArray byRun = numbers(command.replaceFirst("(?= |$)", " RUN"), name + "-run.npy");
            INDArray byFile = numbers(command.replaceFirst("(?= |$)", " " + alone), name + "-file.npy");
            assertThat(byFile.equalsWithEps(byRun, 1e-5)).as(command).isTrue();
        }
    }

    @Test
    void interpolationsMoveFromLabelToLabelOfTheImages() throws IOException {
        INDArray reconstructed = numbers("reconstruct RUN --count 3", "r.npy");
        INDArray between = numbers("interpolate RUN --between 0,2,1 --steps 4 --path linear", "i.npy");
        assertThat(between.getRow(0).equalsWithEps(reconstructed.getRow(0), 1e-5))
                .isTrue();
        assertThat(between.getRow(3).equalsWithEps(reconstructed.getRow(2), 1e-5))
                .isTrue();
        assertThat(between.getRow(7).equalsWithEps(reconstructed.getRow(1), 1e-5))
                .isTrue();
    }

    @Test
    void traversalsHaveARowPerLabelOrTheLabelOfTheExample() throws IOException {
        int dimensions = 2;
        int steps = 5;
        assertThat(numbers("traverse RUN --dims z1,z3 --steps 5", "t.npy").rows())
                .isEqualTo(dimensions * LABELS * steps);
        INDArray example = numbers("traverse RUN --example 0 --dims z2 --steps 3", "e.npy");
        assertThat(example.rows()).isEqualTo(3);
        // The first test image is a seven.
        assertThat(numbers("traverse RUN --example 0 --dims z2 --steps 3 --label 7", "seven.npy"))
                .isEqualTo(example);
        assertThat(numbers("traverse RUN --example 0 --dims z2 --steps 3 --label 1", "one.npy"))
                .isNotEqualTo(example);
    }

    @Test
    void decodingAnEncodedImageWithItsLabelReconstructsIt() throws IOException {
        INDArray reconstructed = numbers("reconstruct RUN --count 1", "first.npy");
        INDArray codes = numbers("encode RUN --count 2", "codes.npy");
        assertThat(codes.columns()).isEqualTo(2 + 2 * 5);
        INDArray decoded = numbers("decode RUN " + folder.resolve("codes.npy") + " --label 7", "d.npy");
        assertThat(decoded.getRow(0).equalsWithEps(reconstructed.getRow(0), 1e-5))
                .isTrue();
    }

    @Test
    void evalEstimatesTheLikelihoodOfAConditionalModel() throws IOException {
        assertThat(vae("eval " + run + " --samples 5 --examples 50 --json"))
                .as(err)
                .isZero();
        JsonNode nll = new ObjectMapper().readTree(out);
        assertThat(nll.findValue("negLogLikelihoodNats").asDouble()).isBetween(50.0, 200.0);
    }

    @Test
    void theReportShowsOneRowPerLabel() {
        assertThat(Path.of(run, "report.html")).content().contains("Each row has one label");
        for (String picture : List.of("samples", "reconstructions", "interpolations", "traversals")) {
            assertThat(Path.of(run, "figures", picture + ".png")).isNotEmptyFile();
        }
    }

    @Test
    void exportedWeightsNameTheNumberOfClasses() throws IOException {
        assertThat(vae("export " + run + " --out " + folder.resolve("model.safetensors")))
                .as(err)
                .isZero();
        assertThat(Files.readString(folder.resolve("model.safetensors"), java.nio.charset.StandardCharsets.ISO_8859_1))
                .contains("\\\"condition\\\":10");
    }

    @Test
    void aPausedTrainingContinuesToTheSameBits() throws IOException {
        String settings = "run mnist-vae --json --quiet model.condition=label data.dir=" + mnist
                + " data.limit=300 model.encoder=[20] model.decoder=[20] model.latent=2 training.epochs=2"
                + " evaluation.everyEpochs=0 training.workers=2 --runs ";
        assertThat(vae(settings + folder.resolve("whole"))).as(err).isZero();
        JsonNode whole = new ObjectMapper().readTree(out);
        vae(settings + folder.resolve("parts") + " runtime.untilEpoch=1");
        assertThat(vae(settings + folder.resolve("parts"))).as(err).isZero();
        JsonNode parts = new ObjectMapper().readTree(out);
        assertThat(parts.findValue("negElboNats").asDouble())
                .isCloseTo(whole.findValue("negElboNats").asDouble(), within(0.0));
    }

    @Test
    void answersBadInputInOneLineWithExitCode2() throws IOException {
        assertRefused("sample RUN --label 10 --out X.png", "--label: found 10, expected 0 to 9");
        numbers("encode RUN --count 2", "codes.npy");
        assertRefused(
                "decode RUN " + folder.resolve("codes.npy") + " --out X.png",
                "found latents alone for a model with a condition");
        assertRefused(
                "run quickstart model.condition=label --runs " + folder.resolve("refused"),
                "found label with the data set lines, which has no labels");
        assertRefused("run ood model.condition=label --runs " + folder.resolve("refused"), "model.condition");
    }

    private void assertRefused(String command, String message) throws IOException {
        assertThat(vae(command.replace("RUN", run)
                        .replace("X.png", folder.resolve("x.png").toString())))
                .as(command)
                .isEqualTo(2);
        assertThat(err.lines().filter(line -> line.startsWith("vae: ")))
                .singleElement()
                .asString()
                .contains(message);
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left).noneMatch(file -> file.endsWith("x.png"));
        }
    }

    private INDArray numbers(String command, String name) throws IOException {
        assertThat(vae(command.replace("RUN", run) + " --out " + folder.resolve(name)))
                .as(err)
                .isZero();
        return Numbers.read(folder.resolve(name)).values();
    }

    private int vae(String typed) {
        Typed ended = Typed.line(typed);
        out = ended.out();
        err = ended.err();
        return ended.code();
    }
}
