package org.vae4j.experiment.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.vae4j.experiment.use.Numbers;
import org.vae4j.kernel.Nonlinearity;
import org.vae4j.likelihood.BernoulliLikelihood;
import org.vae4j.model.Decoder;
import org.vae4j.model.LatentModel;
import org.vae4j.model.spec.Bottleneck;
import org.vae4j.model.spec.ModelSpec;
import org.vae4j.objective.ElboObjective;
import org.vae4j.train.FlushingAdam;

/** The commands that use a trained model, on one small run. */
class UseCommandsTest {

    private static final int LATENT = 3;
    private static final int PIXELS = 64;

    @TempDir
    private static Path runs;

    private static String run = "";

    @TempDir
    private Path folder;

    private String out = "";
    private String err = "";

    @BeforeAll
    static void train() throws IOException {
        UseCommandsTest test = new UseCommandsTest();
        int code = test.vae("run quickstart --json --quiet data.lines.size=8 data.lines.train=200 data.lines.test=60"
                + " model.encoder=[16] model.decoder=[16] model.latent=3 training.batchSize=50 training.epochs=2"
                + " --runs " + runs);
        assertThat(code).as(test.err).isZero();
        run = new ObjectMapper().readTree(test.out).get("run").asText();
    }

    @Test
    void samplesAreTheSameForTheSameSeedHoweverMany() throws IOException {
        INDArray ten = numbers("sample RUN --count 10", "ten.npy");
        INDArray four = numbers("sample RUN --count 4", "four.csv");
        assertThat(ten.shape()).containsExactly(10, PIXELS);
        for (int i = 0; i < 4; i++) {
            assertThat(four.getRow(i).dup().toFloatVector())
                    .containsExactly(ten.getRow(i).dup().toFloatVector(), within(1e-6f));
        }
        assertThat(numbers("sample RUN --count 10 --seed 2", "two.npy")).isNotEqualTo(ten);
    }

    @Test
    void theDecoderAloneMakesTheSameImages() throws IOException {
        Path alone = Files.copy(Path.of(run, "decoder.zip"), folder.resolve("alone.zip"));
        for (String command : List.of("sample", "interpolate", "traverse")) {
            INDArray byRun = numbers(command + " RUN", command + "-run.npy");
            INDArray byFile = numbers(command + " " + alone, command + "-file.npy");
            assertThat(byFile.equalsWithEps(byRun, 1e-6)).as(command).isTrue();
        }
    }

    @Test
    void decodingWhatWasEncodedIsReconstructing() throws IOException {
        INDArray reconstructed = numbers("reconstruct RUN --count 12 --from 5", "r.npy");
        for (String ending : List.of("csv", "npy")) {
            done("encode RUN --count 12 --from 5", "z." + ending);
            INDArray decoded = numbers("decode RUN " + folder.resolve("z." + ending), "d-" + ending + ".npy");
            assertThat(decoded.equalsWithEps(reconstructed, 1e-5)).as(ending).isTrue();
        }
        List<String> lines = Files.readAllLines(folder.resolve("z.csv"));
        assertThat(lines.get(0)).isEqualTo("index,label,mean0,mean1,mean2,logVar0,logVar1,logVar2");
        assertThat(lines).hasSize(13);
        assertThat(lines.get(1)).startsWith("5,-1,");
    }

    @Test
    void interpolationsBeginAndEndAtTheImages() throws IOException {
        INDArray reconstructed = numbers("reconstruct RUN --count 3", "r.npy");
        for (String path : List.of("linear", "spherical")) {
            INDArray rows = numbers("interpolate RUN --between 0,2,1 --steps 4 --path " + path, path + ".npy");
            assertThat(rows.rows()).isEqualTo(8);
            assertThat(rows.getRow(0).equalsWithEps(reconstructed.getRow(0), 1e-5))
                    .isTrue();
            assertThat(rows.getRow(3).equalsWithEps(reconstructed.getRow(2), 1e-5))
                    .isTrue();
            assertThat(rows.getRow(7).equalsWithEps(reconstructed.getRow(1), 1e-5))
                    .isTrue();
        }
    }

    @Test
    void aTraversalMovesOneDimensionThroughItsCentre() throws IOException {
        INDArray origin = numbers("traverse RUN --dims z1,z3 --steps 5 --range 2", "t.npy");
        assertThat(origin.rows()).isEqualTo(10);
        assertThat(origin.getRow(2).equalsWithEps(origin.getRow(7), 1e-6)).isTrue();
        assertThat(origin.getRow(0).equalsWithEps(origin.getRow(4), 1e-3)).isFalse();
        assertThat(numbers("traverse RUN --example 3 --dims z2 --steps 3", "e.npy")
                        .rows())
                .isEqualTo(3);
    }

    @Test
    void drawsSheetsAndAnimations() throws IOException {
        done("sample RUN --count 25", "s.png");
        BufferedImage sheet = ImageIO.read(folder.resolve("s.png").toFile());
        // Ten columns, three rows, magnified to about 84 pixels.
        assertThat(sheet.getWidth()).isGreaterThan(800);
        assertThat(sheet.getHeight()).isBetween(240, 300);
        done("reconstruct RUN --count 15", "r.png");
        assertThat(ImageIO.read(folder.resolve("r.png").toFile()).getHeight()).isBetween(320, 380);
        done("traverse RUN --steps 6", "t.gif");
        ImageReader reader = ImageIO.getImageReadersByFormatName("gif").next();
        try (ImageInputStream in =
                ImageIO.createImageInputStream(folder.resolve("t.gif").toFile())) {
            reader.setInput(in);
            assertThat(reader.getNumImages(true)).isEqualTo(2 * 6 - 2);
        }
    }

    @Test
    void writesNothingOver() throws IOException {
        Path file = Files.writeString(folder.resolve("mine.png"), "mine");
        assertThat(vae("sample " + run + " --out " + file)).isEqualTo(2);
        assertThat(err.lines()).singleElement().asString().contains("found " + file, "--force");
        assertThat(file).hasContent("mine");
        assertThat(vae("sample " + run + " --force --out " + file)).as(err).isZero();
        assertThat(ImageIO.read(file.toFile())).isNotNull();
    }

    @Test
    void tellsHowNewTheSamplesAre() throws IOException {
        assertThat(vae("novelty " + run + " --count 50 --held-out 60 --json"))
                .as(err)
                .isZero();
        JsonNode line = new ObjectMapper().readTree(out);
        JsonNode pixels = line.get("novelty").get("pixels");
        assertThat(pixels.get("samples").asInt()).isEqualTo(50);
        assertThat(pixels.get("references").asInt()).isEqualTo(200);
        assertThat(new ObjectMapper().readTree(Path.of(run, "eval/novelty.json").toFile()))
                .isEqualTo(line.get("novelty"));
        for (String picture : List.of("neighbours", "nearest", "ratios", "distances")) {
            assertThat(Path.of(run, "figures/novelty-" + picture + ".png")).isNotEmptyFile();
        }
        assertThat(vae("novelty " + run + " --count 40 --held-out 60"))
                .as("beside the first")
                .isZero();
        assertThat(Path.of(run, "eval/novelty-2.json")).isNotEmptyFile();
        assertThat(Path.of(run, "figures/novelty-2-ratios.png")).isNotEmptyFile();
        assertThat(vae("novelty " + run + " --count 50 --held-out 60 --force"))
                .as(err)
                .isZero();
        assertThat(out).contains("near-duplicates: ");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "sample /nowhere                     | found nothing at /nowhere",
                "sample RUN --count 0                | --count: found 0",
                "sample RUN --out x.bmp              | expected a file ending in .png or .npy or .csv",
                "sample RUN --out /nowhere/x.png     | found no folder /nowhere",
                "sample RUN --shape 1x9x9            | correct --shape",
                "sample RUN --shape big              | --shape: found big",
                "sample CHECKPOINT                   | expected a decoder",
                "sample CONFIG                       | expected a decoder file",
                "reconstruct RUN --count 61          | expected at least 1 of the 60",
                "reconstruct RUN --from -1           | from -1 on",
                "reconstruct RUN --part valid        | found no validation images",
                "reconstruct RUN --part vald         | vald",
                "interpolate RUN --between 0         | --between: found one image",
                "interpolate RUN --between 0,60      | --between: found 60, expected 0 to 59",
                "interpolate RUN --steps 1           | --steps: found 1",
                "interpolate RUN --data-dir /data    | --data-dir: found /data without --between, expected both",
                "traverse RUN --data-dir /data       | --data-dir: found /data without --example, expected both",
                "interpolate RUN --path bent         | bent",
                "traverse RUN --dims 4               | --dims: found 4, expected z1 to z3",
                "traverse RUN --range NaN            | --range: found NaN",
                "encode RUN --out z.png              | expected a file ending in .csv or .npy",
                "decode RUN /nowhere.csv             | found no file /nowhere.csv",
                "decode RUN CONFIG                   | expected one ending in .csv or .npy",
                "novelty /nowhere                    | /nowhere",
                "novelty RUN --quantile 1 --force    | --quantile: found 1.0",
                "novelty RUN --count 1 --force       | --count: found 1",
            })
    void answersBadInputInOneLineWithExitCode2(String command, String message) throws IOException {
        String typed = command.replace("CHECKPOINT", run + "/checkpoints/last.zip")
                .replace("CONFIG", run + "/config.yaml")
                .replace("RUN", run);
        if (!typed.contains("--out") && !typed.startsWith("novelty")) {
            typed += " --out " + folder.resolve(typed.startsWith("encode") ? "x.csv" : "x.png");
        }
        assertThat(vae(typed)).as(err).isEqualTo(2);
        assertThat(err.lines().filter(line -> !line.isBlank()))
                .singleElement()
                .asString()
                .startsWith("vae: ")
                .contains(message);
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left).isEmpty();
        }
    }

    @Test
    void saysWhatIsWrongWithLatents() throws IOException {
        Path file = Files.writeString(folder.resolve("z.csv"), "1,2\n3,4\n");
        assertThat(vae("decode " + run + " " + file + " --out " + folder.resolve("x.png")))
                .isEqualTo(2);
        assertThat(err).contains("found 2 columns, expected " + LATENT);
        Files.writeString(file, "z0,z1,z2\n1,2,x\n");
        assertThat(vae("decode " + run + " " + file + " --out " + folder.resolve("x.png")))
                .isEqualTo(2);
        assertThat(err.lines()).singleElement().asString().contains("record 1, column z2 is 'x'");
        Files.writeString(file, "1,2,3\n-1e-3,0,2\n");
        assertThat(numbers("decode RUN " + file, "x.npy").rows()).isEqualTo(2);
    }

    /** By name, wherever they stand; and never by chance. */
    @Test
    void latentsAreTakenByTheirNames() throws IOException {
        Path file = Files.writeString(folder.resolve("z.csv"), "1,2,3\n-1,0,2\n");
        INDArray plain = numbers("decode RUN " + file, "plain.npy");
        for (String table : List.of(
                "label,mean2,mean0,mean1,logVar0\n7,3,1,2,9\n7,2,-1,0,9\n",
                "z1,z2,z0\n2,3,1\n0,2,-1\n",
                "example,mean3,logVar1,mean1,mean2\n0,3,9,1,2\n1,2,9,-1,0\n",
                "\ufeff1,2,3\n-1,0,2\n",
                "5,-1,1,2,3,9,9,9\n6,-1,-1,0,2,9,9,9\n")) {
            Files.writeString(file, table);
            assertThat(numbers("decode RUN " + file + " --force", "again.npy"))
                    .as(table)
                    .isEqualTo(plain);
            Files.delete(folder.resolve("again.npy"));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "mean1,mean0/1,2                            | expected 3, one per latent dimension",
                "a,b,c/1,2,3                                | [a, b, c], expected 3",
                "mean0,mean1,mean2,mean3/1,2,3,4            | expected 3",
                "-1,5,1,2,3,9,9,9                           | expected 3",
                "0,1,2/0.5,1,2                              | header=False",
                "1e300,1,2                                  | 1.0E300",
                "NaN,1,2                                    | NaN",
                "1f,1,2                                     | 1f",
                "mean0,mean0,mean1/1,2,3                    | no name twice",
            })
    void latentsThatMayMeanSomethingElseAreRefused(String table, String message) throws IOException {
        Path file = Files.writeString(folder.resolve("z.csv"), table.replace('/', '\n') + "\n");
        assertThat(vae("decode " + run + " " + file + " --out " + folder.resolve("x.png")))
                .as(err)
                .isEqualTo(2);
        assertThat(err.lines()).singleElement().asString().startsWith("vae: ").contains(message);
        assertThat(folder.resolve("x.png")).doesNotExist();
    }

    @Test
    void anotherEncodingNamesTheFile() throws IOException {
        Path file = Files.write(
                folder.resolve("z.csv"), new byte[] {'h', (byte) 0xf6, ',', 'b', '\n', '1', ',', '2', '\n'});
        assertThat(vae("decode " + run + " " + file)).isEqualTo(2);
        assertThat(err.lines()).singleElement().asString().contains(file.toString(), "expected UTF-8");
    }

    /** A second picture is not in the way of the first, and both lie with their run. */
    @Test
    void withoutAnotherWordFilesAreNumberedInTheRun() throws IOException {
        for (int i = 1; i <= 2; i++) {
            assertThat(vae("sample " + run + " --count 1")).as(err).isZero();
            assertThat(out).contains(Path.of(run, "sample-" + i + ".png").toString());
            assertThat(Path.of(run, "sample-" + i + ".png")).isNotEmptyFile();
        }
        assertThat(vae("encode " + run + " --count 2")).as(err).isZero();
        assertThat(Path.of(run, "encode-1.csv")).isNotEmptyFile();
    }

    /** Numbers need no shape, whatever the images are; pictures do. */
    @Test
    void onlyPicturesNeedTheShapeOfImagesThatAreNotSquare() throws IOException {
        Path decoder = decoder(6, 0.1);
        for (String command : List.of("sample --count 2", "interpolate --count 2", "traverse")) {
            String typed = command.replaceFirst("(?= |$)", " " + decoder);
            assertThat(numbers(typed, command.substring(0, 4) + ".npy").columns())
                    .isEqualTo(6);
            assertThat(vae(typed + " --out " + folder.resolve("x.png"))).isEqualTo(2);
            assertThat(err).contains("give it by --shape");
            done(typed + " --shape 1x2x3", command.substring(0, 4) + ".png");
        }
    }

    @Test
    void weightsThatAreNoNumbersAreNotDecoded() throws IOException {
        assertThat(vae("sample " + decoder(4, Double.NaN) + " --out " + folder.resolve("x.png")))
                .isEqualTo(2);
        assertThat(err.lines()).singleElement().asString().contains("weights that are no numbers", "NaN");
    }

    /** Networks that DL4J's JSON can describe and that are no decoder. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"networkOutputs\" : [[^\\]]*] | \"networkOutputs\" : [ ]",
                "\"networkOutputs\" : [[^\\]]*] | \"networkOutputs\" : [ \"nobody\" ]",
                "\"decoder-1\" : \\[ \"z\" ] | \"decoder-1\" : [ \"objective\" ]",
            })
    void aNetworkThatCannotComputeIsRefused(String pattern, String replacement) throws IOException {
        Path decoder = decoder(4, 0.1);
        try (java.nio.file.FileSystem zip = java.nio.file.FileSystems.newFileSystem(decoder)) {
            Path entry = zip.getPath("configuration.json");
            String before = Files.readString(entry);
            String after = before.replaceAll(pattern, replacement);
            assertThat(after).isNotEqualTo(before);
            Files.writeString(entry, after);
        }
        assertThat(vae("sample " + decoder + " --out " + folder.resolve("x.png")))
                .as(err)
                .isEqualTo(2);
        assertThat(err.lines())
                .singleElement()
                .asString()
                .contains("cannot read " + decoder, "expected a decoder file");
    }

    /** A decoder with these many pixels, whose weights are all the same. */
    private Path decoder(int pixels, double weight) throws IOException {
        ModelSpec spec = new ModelSpec(
                pixels,
                List.of(3),
                2,
                List.of(3),
                Nonlinearity.RELU,
                Bottleneck.GAUSSIAN,
                new BernoulliLikelihood(),
                ElboObjective.standard());
        LatentModel model = LatentModel.create(spec, FlushingAdam.withLearningRate(1e-3), 1);
        Decoder decoder = model.decoder();
        decoder.graph().params().assign(weight);
        Path file = folder.resolve("decoder-" + pixels + ".zip");
        decoder.save(file);
        return file;
    }

    private INDArray numbers(String command, String name) throws IOException {
        done(command, name);
        return Numbers.read(folder.resolve(name)).values();
    }

    private void done(String command, String name) {
        assertThat(vae(command.replace("RUN", run) + " --out " + folder.resolve(name)))
                .as(err)
                .isZero();
    }

    private int vae(String typed) {
        Typed ended = Typed.line(typed);
        out = ended.out();
        err = ended.err();
        return ended.code();
    }
}
