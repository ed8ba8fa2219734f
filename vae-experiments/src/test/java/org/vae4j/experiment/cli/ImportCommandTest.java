package org.vae4j.experiment.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.vae4j.experiment.Python;
import org.vae4j.experiment.run.trained.TrainedRun;
import org.vae4j.model.LatentModel;
import org.vae4j.model.Posterior;

/** {@code vae import} of weights that this program or NumPy wrote, and of files that are refused. */
class ImportCommandTest {

    private static final int FEATURES = 64;

    /** The number of damaged headers that are tried. */
    private static final int DAMAGES = 60;

    private static final String SMALL =
            "data.lines.size=8 data.lines.train=120 data.lines.test=40 model.encoder=[16] model.decoder=[16]"
                    + " model.latent=2 model.activation=relu training.batchSize=40 training.epochs=2";
    private static final String MAP = """
            layout: pytorch
            tensors:
              encoder-1.W: fc1.weight
              encoder-1.b: fc1.bias
              posterior.W: [fc21.weight, {from: fc22.weight, times: 2}]
              posterior.b: [fc21.bias, {from: fc22.bias, times: 2}]
              decoder-1.W: fc3.weight
              decoder-1.b: fc3.bias
              likelihood-parameters.W: fc4.weight
              likelihood-parameters.b: fc4.bias
            ignore: [steps]
            """;

    @TempDir
    private Path folder;

    private String out = "";
    private String err = "";

    @Test
    void anExportedModelIsImportedWithTheSameResults() throws IOException {
        JsonNode trained = json("run quickstart --json --quiet runtime.callbacks=[tensorboard] " + SMALL + " --runs "
                + folder.resolve("a"));
        Path file = folder.resolve("model.safetensors");
        assertThat(vae("export " + trained.path("run").asText() + " --out " + file))
                .isZero();
        JsonNode imported = json("import " + file + " --json --quiet --runs " + folder.resolve("b"));
        Path run = Path.of(imported.path("run").asText());
        assertThat(run.getFileName().toString()).startsWith("imported-");
        // The callbacks in the file's configuration are not used.
        assertThat(Path.of(trained.path("run").asText()).resolve("tensorboard")).isDirectory();
        assertThat(run.resolve("tensorboard")).doesNotExist();
        assertThat(parameters(run))
                .isEqualTo(parameters(Path.of(trained.path("run").asText())));
        // The noise of the test follows from the seed, which the file's configuration has too.
        assertThat(imported.path("test").path("negElboNats"))
                .isEqualTo(trained.path("test").path("negElboNats"));
        assertThat(run.resolve("report.html"))
                .content()
                .contains("The weights were imported from model.safetensors", "another program trained them");
        assertThat(vae("eval " + run + " --samples 5 --examples 10")).as(err).isZero();
        assertThat(vae("reproduce-run " + run)).isEqualTo(2);
        assertThat(err).contains("found imported weights");
        assertThat(vae("import " + file + " --runs " + folder.resolve("b"))).isEqualTo(2);
        assertThat(err).contains("nothing was written over");
    }

    @Test
    void importedWeightsOfEveryTypeComputeWhatNumpyComputes() throws IOException, InterruptedException {
        writeWeightsWithNumpy();
        JsonNode expected = new ObjectMapper().readTree(Files.readString(folder.resolve("expected.json")));
        Path map = Files.writeString(folder.resolve("map.yaml"), MAP);
        INDArray x = Nd4j.createUninitialized(DataType.FLOAT, new long[] {3, FEATURES}, 'f');
        for (int i = 0; i < 3; i++) {
            for (int j = 0; j < FEATURES; j++) {
                x.putScalar(i, j, (i * 7 + j * 3) % 5 / 4.0);
            }
        }
        for (String type : List.of("F64", "F32", "F16", "BF16")) {
            JsonNode line = json("import " + folder.resolve(type + ".safetensors") + " --experiment quickstart --map "
                    + map + " --json --quiet " + SMALL + " --runs " + folder.resolve("runs"));
            LatentModel model =
                    TrainedRun.open(Path.of(line.path("run").asText())).model();
            Posterior posterior = model.encode(x);
            assertEqual(posterior.mean(), expected.path("mean"));
            assertEqual(posterior.logVar(), expected.path("log_var"));
            assertEqual(model.decode(posterior.mean()), expected.path("image"));
        }
    }

    private void writeWeightsWithNumpy() throws IOException, InterruptedException {
        Optional<Python> python = Python.with("numpy");
        assumeTrue(python.isPresent(), "no Python with NumPy: Debian has it as python3-numpy");
        python.get().run(script(), folder, folder.toString());
    }

    @Test
    void refusesAMapThatDoesNotFitTheTensors() throws IOException, InterruptedException {
        writeWeightsWithNumpy();
        assertThat(vae("import " + folder.resolve("F32.safetensors") + " --experiment quickstart " + SMALL))
                .isEqualTo(2);
        assertThat(err.lines())
                .singleElement()
                .asString()
                .contains("found no tensor for the parameters", "encoder-1.W", "unused are fc1.bias", "--map");
        Path narrow = Files.writeString(folder.resolve("narrow.yaml"), MAP.replace("ignore: [steps]", ""));
        assertThat(vae("import " + folder.resolve("F32.safetensors") + " --experiment quickstart --map " + narrow + " "
                        + SMALL))
                .isEqualTo(2);
        assertThat(err).contains("found the tensors steps", "ignore");
        Path turned = Files.writeString(folder.resolve("turned.yaml"), MAP.replace("layout: pytorch", ""));
        assertThat(vae("import " + folder.resolve("F32.safetensors") + " --experiment quickstart --map " + turned + " "
                        + SMALL))
                .isEqualTo(2);
        assertThat(err).contains("fc1.weight [16, 64]", "expected [64, 16]", "layout: pytorch");
    }

    @Test
    void refusesPicklesWithTheCommandThatConvertsThem() throws IOException {
        Path torch = folder.resolve("model.pt");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(torch))) {
            zip.putNextEntry(new ZipEntry("archive/data.pkl"));
        }
        Path old =
                Files.write(folder.resolve("old.pkl"), new byte[] {(byte) 0x80, 2, 'c', 'o', 's', '\n', 's', 'y', 's'});
        for (Path pickle : List.of(torch, old)) {
            assertThat(vae("import " + pickle + " --experiment quickstart")).isEqualTo(2);
            assertThat(err.lines())
                    .singleElement()
                    .asString()
                    .contains("found the pickle", "python3 -c", "weights_only=True", "save_file");
        }
    }

    @Test
    void refusesFilesThatAreNotSafetensors() throws IOException {
        byte[] whole = {2, 0, 0, 0, 0, 0, 0, 0, '{', '}'};
        List<byte[]> files = new ArrayList<>(List.of(new byte[0], new byte[7], Arrays.copyOf(whole, 9), whole));
        files.add(header("{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}}", 7));
        files.add(header("{\"a\":{\"dtype\":\"F32\",\"shape\":[3],\"data_offsets\":[0,8]}}", 8));
        files.add(header("{\"a\":{\"dtype\":\"F4\",\"shape\":[2],\"data_offsets\":[0,8]}}", 8));
        files.add(header("{\"a\":{\"dtype\":\"F32\",\"shape\":[4294967296,4294967296],\"data_offsets\":[0,0]}}", 8));
        files.add(header("{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]},\"a\":1}", 8));
        files.add(header("no JSON", 0));
        files.add(header("{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[4,12]}}", 8));
        files.add(header("{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[-8,0]}}", 8));
        for (byte[] bytes : files) {
            Path file = Files.write(folder.resolve("x.safetensors"), bytes);
            assertThat(vae("import " + file + " --experiment quickstart"))
                    .as(new String(bytes, StandardCharsets.ISO_8859_1))
                    .isEqualTo(2);
            assertThat(err.lines())
                    .singleElement()
                    .asString()
                    .startsWith("vae: ")
                    .contains("x.safetensors", "expected a safetensors file");
        }
        assertThat(vae("import " + folder.resolve("none"))).as("a missing file").isEqualTo(2);
    }

    @Test
    void asksForTheExperimentOfAFileWithoutAConfiguration() throws IOException {
        Path file = Files.write(
                folder.resolve("x.safetensors"),
                header("{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}}", 8));
        assertThat(vae("import " + file)).isEqualTo(2);
        assertThat(err).contains("found no configuration", "--experiment");
    }

    @Test
    void refusesDamagedHeadersInOneLine() throws IOException {
        byte[] sound = header(
                "{\"__metadata__\":{\"format\":\"pt\"},\"a\":{\"dtype\":\"F32\",\"shape\":[2,1],\"data_offsets\":[0,8]},"
                        + "\"b\":{\"dtype\":\"I64\",\"shape\":[],\"data_offsets\":[8,16]}}",
                16);
        for (int i = 0; i < DAMAGES; i++) {
            Path file = Files.write(folder.resolve("x.safetensors"), new Mutator(i).damage(sound));
            assertThat(vae("import " + file + " --experiment quickstart " + SMALL))
                    .as("damage " + i)
                    .isEqualTo(2);
            assertThat(err.lines()).as("damage " + i).singleElement().asString().startsWith("vae: ");
        }
    }

    private static byte[] header(String json, int data) {
        byte[] text = json.getBytes(StandardCharsets.UTF_8);
        byte[] bytes = new byte[8 + text.length + data];
        bytes[0] = (byte) text.length;
        System.arraycopy(text, 0, bytes, 8, text.length);
        return bytes;
    }

    private static void assertEqual(INDArray actual, JsonNode expected) {
        assertThat(actual.size(0)).isEqualTo(expected.size());
        for (int i = 0; i < expected.size(); i++) {
            for (int j = 0; j < expected.get(i).size(); j++) {
                // Single against double precision, sums of up to 64 terms of order one.
                assertThat(actual.getDouble(i, j))
                        .isCloseTo(expected.get(i).get(j).asDouble(), within(2e-5));
            }
        }
    }

    private static INDArray parameters(Path run) {
        return TrainedRun.open(run).model().graph().params();
    }

    private static String script() throws IOException {
        try (InputStream in =
                ImportCommandTest.class.getResourceAsStream("/org/vae4j/experiment/use/imported/weights.py")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private JsonNode json(String command) throws IOException {
        assertThat(vae(command)).as(err).isZero();
        return new ObjectMapper().readTree(out.strip());
    }

    private int vae(String command) {
        Typed typed = Typed.line(command);
        out = typed.out();
        err = typed.err();
        return typed.code();
    }
}
