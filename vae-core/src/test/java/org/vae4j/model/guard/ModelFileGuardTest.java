package org.vae4j.model.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.learning.config.Sgd;
import org.vae4j.kernel.Nonlinearity;
import org.vae4j.likelihood.BernoulliLikelihood;
import org.vae4j.model.Decoder;
import org.vae4j.model.LatentModel;
import org.vae4j.model.spec.Bottleneck;
import org.vae4j.model.spec.ModelSpec;
import org.vae4j.objective.ElboObjective;
import org.vae4j.objective.ElboTerms;
import org.vae4j.train.Progress;
import org.vae4j.train.checkpoint.Checkpoint;

/** Model files in which one thing was changed: each must be refused before DL4J reads it. */
class ModelFileGuardTest {

    private static final int PARAMETERS = 4 * 3 + 3 + 3 * 4 + 4 + 2 * 3 + 3 + 3 * 4 + 4;
    /** Whether {@link Canary} was deserialised. */
    private static boolean deserialised;

    /** ND4J's flag of arrays of floats. */
    private static final long FLOATS = 8192;

    @TempDir
    Path folder;

    private Path good;

    @BeforeEach
    void writeAGoodModel() throws IOException {
        good = folder.resolve("good.zip");
        LatentModel model = model();
        new Checkpoint(model, Progress.START, ElboTerms.NONE).write(good);
        assertThat(model.graph().numParams()).isEqualTo(PARAMETERS);
    }

    @Test
    void acceptsACheckpointOfThisLibrary() throws IOException {
        assertThatCode(() -> ModelFileGuard.check(good)).doesNotThrowAnyException();
        assertThat(Checkpoint.read(good).model().latent()).isEqualTo(2);
    }

    @Test
    void acceptsADecoderOfThisLibrary() throws IOException {
        Path decoder = folder.resolve("decoder.zip");
        model().decoder().save(decoder);
        assertThatCode(() -> Decoder.load(decoder)).doesNotThrowAnyException();
    }

    @Test
    void refusesASerialisedObjectThatDl4jWouldDeserialise() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(new Canary());
        }
        Path file = with("preprocessor.bin", bytes.toByteArray());

        // Without the guard DL4J deserialises it.
        assertThatThrownBy(() -> ModelSerializer.restoreComputationGraph(file.toFile(), true))
                .isInstanceOf(ClassCastException.class);
        assertThat(deserialised).isTrue();
        deserialised = false;
        assertRefused(file, "an entry 'preprocessor.bin'");
        assertThat(deserialised).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../../escaped.sh",
                "/etc/cron.d/escaped",
                "C:\\escaped.bat",
                "configuration.json/",
                "vae4j-../x.json",
                "normalizer.bin",
                "\u001b[2Jclear",
                ""
            })
    void refusesEntriesThatNoModelHas(String name) throws IOException {
        Path file = with(name, new byte[] {1});
        assertThatThrownBy(() -> LatentModel.load(file))
                .isInstanceOf(IOException.class)
                .hasMessageNotContaining("\u001b");
        try (var left = Files.walk(folder)) {
            assertThat(left.filter(f -> f.toString().contains("escaped"))).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "javax.swing.JEditorPane",
                "com.sun.rowset.JdbcRowSetImpl",
                "java.util.ArrayList",
                "org.nd4j.linalg.factory.Nd4j",
                "org.deeplearning4j.util.ModelSerializer",
                "org.vae4j",
                "org.vae4jx.Evil",
                "[Ljava.lang.String;"
            })
    void refusesClassesThatAreNotAdmitted(String name) throws IOException {
        Path file =
                configuration(json -> json.replaceFirst("org.vae4j.objective.ElboObjective", name.replace("$", "\\$")));
        assertRefused(file, "a class '");
        // DL4J decodes the escape to the same field name.
        Path escaped = configuration(json -> json.replaceFirst(
                "\"@class\" : \"org.vae4j.objective.ElboObjective\"", "\"\\\\u0040class\" : \"" + name + "\""));
        assertRefused(escaped, "a class '");
    }

    @Test
    void refusesAClassInAnArray() throws IOException {
        assertRefused(
                configuration(json -> json.replaceFirst("\\{", "{ \"@class\" : [\"java.lang.Object\", {}],")), "class");
    }

    @Test
    void refusesAClassInAFieldNamedType() throws IOException {
        assertRefused(configuration(json -> json.replaceFirst("\\{", "{ \"type\" : \"java.lang.Object\",")), "class");
    }

    @Test
    void refusesJsonThatIsNestedTooDeep() throws IOException {
        assertRefused(configuration(json -> "[".repeat(1_000_000)), "nested deeper");
    }

    @Test
    void refusesANumberOfAMillionDigits() throws IOException {
        assertRefused(configuration(json -> "{\"a\":" + "9".repeat(1_000_000) + "}"), "1000000 digits");
    }

    @Test
    void refusesAConfigurationThatIsNotJson() throws IOException {
        assertRefused(configuration(json -> "not json"), "not JSON");
    }

    @Test
    void refusesAConfigurationBeyondItsLimit() throws IOException {
        assertRefused(configuration(json -> " ".repeat(17 << 20)), "more than");
    }

    @Test
    void refusesAFileThatUnpacksToMoreThanTheLimit() throws IOException {
        byte[] zeros = array(1 << 20, 1 << 20, "FLOAT", 1 << 20);
        Path file = with("coefficients.bin", zeros);
        assertThat(Files.size(file)).isLessThan(50_000);
        System.setProperty(ModelFileGuard.MAX_BYTES, "1000000");
        try {
            assertRefused(file, "-Dvae4j.maxModelBytes=N allows more");
        } finally {
            System.clearProperty(ModelFileGuard.MAX_BYTES);
        }
    }

    @ParameterizedTest
    @CsvSource({
        // shape, declared length, type, values in the file
        "56, 2000000000, FLOAT, 56",
        "56, 57, FLOAT, 56",
        "56, 55, FLOAT, 56",
        "2000000000, 56, FLOAT, 56",
        "57, 57, FLOAT, 56",
        "56, 56, DOUBLE, 56",
        "56, 56, COMPRESSED, 56",
        "56, 56, UTF8, 56",
        "56, -1, FLOAT, 56",
        "0, 0, FLOAT, 0",
        "56, 9223372036854775807, FLOAT, 56",
    })
    void refusesArraysThatContradictTheirHeaders(long shape, long declared, String type, int present)
            throws IOException {
        assertRefused(
                with("coefficients.bin", array(shape, declared, type, present)), "in the array 'coefficients.bin'");
        assertRefused(
                with("updaterState.bin", array(shape, declared, type, present)), "in the array 'updaterState.bin'");
    }

    @Test
    void acceptsAnArrayThatAgreesWithItsHeaders() {
        assertThatCode(() ->
                        LatentModel.load(with("coefficients.bin", array(PARAMETERS, PARAMETERS, "FLOAT", PARAMETERS))))
                .doesNotThrowAnyException();
    }

    @Test
    void refusesATruncatedArray() throws IOException {
        assertRefused(with("coefficients.bin", new byte[] {0, 16, 'M'}), "an incomplete array");
    }

    @Test
    void refusesAnEmptyFile() throws IOException {
        Path empty = folder.resolve("empty.zip");
        Files.write(empty, new byte[0]);
        assertThatThrownBy(() -> LatentModel.load(empty))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("found no network");
    }

    private static LatentModel model() {
        ModelSpec spec = new ModelSpec(
                4,
                List.of(3),
                2,
                List.of(3),
                Nonlinearity.RELU,
                Bottleneck.GAUSSIAN,
                new BernoulliLikelihood(),
                ElboObjective.standard(),
                1);
        return LatentModel.create(spec, new Sgd(0.1), 1);
    }

    private static void assertRefused(Path file, String found) {
        assertThatThrownBy(() -> LatentModel.load(file))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("found ")
                .hasMessageContaining(found)
                .hasMessageContaining("expected");
        assertThatThrownBy(() -> Checkpoint.read(file)).hasMessageContaining(found);
        assertThatThrownBy(() -> Decoder.load(file)).hasMessageContaining(found);
    }

    /** A row of zeros in ND4J's format. */
    private static byte[] array(long shape, long declared, String type, int present) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.writeUTF("MIXED_DATA_TYPES");
        out.writeLong(6);
        out.writeUTF("LONG");
        // Rank, size, stride, type, element stride and order.
        for (long field : new long[] {1, shape, 1, FLOATS, 1, 'c'}) {
            out.writeLong(field);
        }
        out.writeUTF("MIXED_DATA_TYPES");
        out.writeLong(declared);
        out.writeUTF(type);
        out.write(new byte[Float.BYTES * present]);
        return bytes.toByteArray();
    }

    /** The good model with another configuration. */
    private Path configuration(UnaryOperator<String> change) throws IOException {
        String json = new String(entries().get("configuration.json"), StandardCharsets.UTF_8);
        return with("configuration.json", change.apply(json).getBytes(StandardCharsets.UTF_8));
    }

    /** The good model with an entry replaced or added. */
    private Path with(String name, byte[] content) throws IOException {
        Map<String, byte[]> entries = entries();
        entries.put(name, content);
        Path file = Files.createTempFile(folder, "bad", ".zip");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                zip.putNextEntry(new ZipEntry(entry.getKey()));
                zip.write(entry.getValue());
            }
        }
        return file;
    }

    private Map<String, byte[]> entries() throws IOException {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        try (ZipInputStream zip = new ZipInputStream(Files.newInputStream(good))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                entries.put(entry.getName(), zip.readAllBytes());
            }
        }
        return entries;
    }

    /** An object that notices its deserialisation. */
    private static final class Canary implements Serializable {

        private void readObject(ObjectInputStream in) {
            deserialised = true;
        }
    }
}
