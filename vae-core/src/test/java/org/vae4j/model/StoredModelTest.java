package org.vae4j.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.vae4j.kernel.Nonlinearity;
import org.vae4j.likelihood.BernoulliLikelihood;
import org.vae4j.model.guard.ModelFileGuard;
import org.vae4j.model.spec.Bottleneck;
import org.vae4j.model.spec.ModelSpec;
import org.vae4j.objective.ElboObjective;
import org.vae4j.testing.BatchList;
import org.vae4j.testing.Values;
import org.vae4j.train.FlushingAdam;
import org.vae4j.train.TrainConfig;
import org.vae4j.train.Trainer;

class StoredModelTest {

    @TempDir
    Path folder;

    private static LatentModel model(long seed) {
        return LatentModel.create(
                new ModelSpec(
                        6,
                        List.of(5),
                        2,
                        List.of(4),
                        Nonlinearity.TANH,
                        Bottleneck.GAUSSIAN,
                        new BernoulliLikelihood(),
                        ElboObjective.standard()),
                FlushingAdam.withLearningRate(0.01),
                seed);
    }

    private static LatentModel trained() {
        LatentModel model = model(1);
        new Trainer(TrainConfig.epochs(2), List.of())
                .fit(model, new BatchList(List.of(Values.pixels(1, DataType.FLOAT, 8, 6))));
        return model;
    }

    /** Files of both writers are read by both readers, with the updater's state. */
    @Test
    void readsAndWritesTheFormatOfDl4j() throws IOException {
        LatentModel model = trained();
        Path saved = folder.resolve("saved.zip");
        Path writtenByDl4j = folder.resolve("dl4j.zip");
        model.save(saved);
        ModelSerializer.writeModel(model.graph(), writtenByDl4j.toFile(), true);
        for (ComputationGraph graph : List.of(
                ModelSerializer.restoreComputationGraph(saved.toFile(), true),
                LatentModel.load(writtenByDl4j).graph(),
                LatentModel.load(saved).graph())) {
            assertThat(Values.of(graph.params()))
                    .isEqualTo(Values.of(model.graph().params()));
            assertThat(Values.of(graph.getUpdater().getStateViewArray()))
                    .isEqualTo(Values.of(model.graph().getUpdater().getStateViewArray()));
            assertThat(graph.getConfiguration().toJson())
                    .isEqualTo(model.graph().getConfiguration().toJson());
        }
    }

    @Test
    void keepsNotesWhichDl4jIgnores() throws IOException {
        Path file = folder.resolve("m.zip");
        new StoredModel(trained(), Map.of("vae4j-b.txt", "two", "vae4j-a.json", "{}")).writeTo(file);
        assertThat(StoredModel.read(file).notes()).isEqualTo(Map.of("vae4j-b.txt", "two", "vae4j-a.json", "{}"));
        assertThat(ModelSerializer.restoreComputationGraph(file.toFile(), true).numParams())
                .isPositive();
    }

    @Test
    void equalNotesGiveEqualBytesInWhateverOrderTheyCome() throws IOException {
        LatentModel model = model(1);
        Map<String, String> forwards = new LinkedHashMap<>();
        Map<String, String> backwards = new LinkedHashMap<>();
        for (int i = 0; i < 9; i++) {
            forwards.put("vae4j-" + i + ".txt", "text");
            backwards.put("vae4j-" + (8 - i) + ".txt", "text");
        }
        Path one = folder.resolve("one.zip");
        Path two = folder.resolve("two.zip");
        new StoredModel(model, forwards).writeTo(one);
        new StoredModel(model, backwards).writeTo(two);
        assertThat(two).hasSameBinaryContentAs(one);
        try (ZipFile zip = new ZipFile(one.toFile())) {
            assertThat(zip.stream().map(ZipEntry::getName).filter(name -> name.startsWith("vae4j-")))
                    .isSorted();
        }
    }

    @Test
    void namesAnEntryThatIsMissing() {
        assertThatThrownBy(() -> ModelFile.graph(Map.of(), folder.resolve("empty.zip")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("empty.zip")
                .hasMessageContaining("it has no entry configuration.json");
    }

    @Test
    void namesTheLayerWhoseSettingIsOutOfItsRange() throws IOException {
        Path file = folder.resolve("model.zip");
        new StoredModel(model(1), Map.of()).writeTo(file);
        Map<String, byte[]> entries = new HashMap<>(ModelFileGuard.read(file));
        String json = new String(entries.get("configuration.json"), StandardCharsets.UTF_8);
        String damaged = json.replace("\"latent\" : 2", "\"latent\" : -2");
        assertThat(damaged).isNotEqualTo(json);
        entries.put("configuration.json", damaged.getBytes(StandardCharsets.UTF_8));
        assertThatThrownBy(() -> ModelFile.graph(entries, file))
                .isInstanceOf(IOException.class)
                .hasMessageMatching("found a damaged file .*model.zip, expected a model: layer \"[a-z-]+\": found"
                        + " latent = -2, expected a number >= 1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"notes.json", "vae4j-Notes.json", "vae4j-notes.xml", "configuration.json"})
    void refusesANoteWhoseFileCouldNotBeReadAgain(String name) {
        LatentModel model = model(1);
        Map<String, String> notes = Map.of(name, "{}");
        assertThatThrownBy(() -> new StoredModel(model, notes))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("found a note named \"" + name + "\"");
    }

    /** A hard link to the old file keeps its content, since a new file takes the name. */
    @Test
    void savingReplacesTheFileRatherThanWritingIntoIt() throws IOException {
        Path file = folder.resolve("m.zip");
        model(1).save(file);
        Path link = Files.createLink(folder.resolve("link.zip"), file);
        byte[] old = Files.readAllBytes(file);
        model(2).save(file);
        assertThat(link).hasBinaryContent(old);
        assertThat(Files.readAllBytes(file)).isNotEqualTo(old);
    }

    /** A pipe can be read once only: a second reading would find nothing. */
    @Test
    @Timeout(60)
    @DisabledOnOs(OS.WINDOWS)
    void loadingReadsTheFileOnce() throws Exception {
        Path file = folder.resolve("m.zip");
        model(1).save(file);
        Path pipe = folder.resolve("pipe");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();
        CompletableFuture<Path> writer = CompletableFuture.supplyAsync(() -> {
            try {
                return Files.write(pipe, Files.readAllBytes(file));
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        });
        LatentModel read = LatentModel.load(pipe);
        writer.get(30, TimeUnit.SECONDS);
        assertThat(Values.of(read.graph().params()))
                .isEqualTo(Values.of(model(1).graph().params()));
    }

    @Test
    void filesDoNotDependOnTheTimeOfDay() throws Exception {
        Path one = folder.resolve("one.zip");
        Path two = folder.resolve("two.zip");
        LatentModel model = model(1);
        model.decoder().save(one);
        Thread.sleep(5);
        model.decoder().save(two);
        assertThat(two).hasSameBinaryContentAs(one);
        try (ZipFile zip = new ZipFile(one.toFile())) {
            assertThat(zip.stream().map(e -> e.getTimeLocal().getYear())).containsOnly(1980);
        }
    }

    @Test
    void refusesAModelWhoseFileWouldExceedTheLimit() throws IOException {
        LatentModel model = model(1);
        assertThatCode(() -> StoredModel.requireReadable(model)).doesNotThrowAnyException();
        System.setProperty(ModelFileGuard.MAX_BYTES, "1000000");
        try {
            assertThatThrownBy(() -> StoredModel.requireReadable(model))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("found a model of " + model.graph().numParams() + " parameters")
                    .hasMessageContaining("expected at most 1000000")
                    .hasMessageContaining("VAE_JAVA_OPTS=-Dvae4j.maxModelBytes=");
        } finally {
            System.clearProperty(ModelFileGuard.MAX_BYTES);
        }
    }

    /** The bound that {@link StoredModel#requireReadable} adds to the arrays exceeds a whole file of a small model. */
    @Test
    void fileOfASmallModelUnpacksToLessThanOneMebibyte() throws IOException {
        Path file = folder.resolve("m.zip");
        trained().save(file);
        long unpacked = ModelFileGuard.read(file).values().stream()
                .mapToLong(content -> content.length)
                .sum();
        assertThat(unpacked).isLessThan(1 << 20);
    }
}
