package org.vae4j.train.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.vae4j.kernel.Nonlinearity;
import org.vae4j.likelihood.BernoulliLikelihood;
import org.vae4j.model.LatentModel;
import org.vae4j.model.StoredModel;
import org.vae4j.model.spec.Bottleneck;
import org.vae4j.model.spec.ModelSpec;
import org.vae4j.objective.ElboObjective;
import org.vae4j.objective.ElboTerms;
import org.vae4j.testing.BatchList;
import org.vae4j.testing.Values;
import org.vae4j.train.Callback;
import org.vae4j.train.FirstSteps;
import org.vae4j.train.FlushingAdam;
import org.vae4j.train.Progress;
import org.vae4j.train.StepReport;
import org.vae4j.train.TrainConfig;
import org.vae4j.train.TrainResult;
import org.vae4j.train.Trainer;

class CheckpointTest {

    private static final int FEATURES = 6;
    /** Bytes of the seal at the end of a file. */
    private static final int SEAL = 64;

    /** The terms of an epoch in a checkpoint's description of the training. */
    private static final String TERMS =
            "\"epochTerms\":{\"examples\":0,\"reconstructionNats\":0,\"klNats\":0,\"objectiveNats\":0}";

    private static LatentModel model() {
        return LatentModel.create(
                new ModelSpec(
                        FEATURES,
                        List.of(5),
                        2,
                        List.of(4),
                        Nonlinearity.RELU,
                        Bottleneck.GAUSSIAN,
                        new BernoulliLikelihood(),
                        ElboObjective.standard()),
                FlushingAdam.withLearningRate(0.02),
                1);
    }

    private static BatchList data() {
        List<INDArray> batches = new ArrayList<>();
        for (int size : new int[] {7, 7, 7, 2}) {
            batches.add(Values.pixels(size + batches.size(), DataType.FLOAT, size, FEATURES));
        }
        return new BatchList(batches);
    }

    /** The numbers of steps lie within epochs, at their ends and after them. */
    @ParameterizedTest
    @ValueSource(ints = {1, 3, 4, 5, 8, 11})
    void resumedTrainingHasTheBitsOfAnUninterruptedOne(int steps, @TempDir Path folder) throws IOException {
        LatentModel reference = model();
        TrainResult expected = new Trainer(TrainConfig.epochs(3), List.of()).fit(reference, data());

        Path file = folder.resolve("latest");
        LatentModel interrupted = model();
        AtomicInteger done = new AtomicInteger();
        Callback saving = new Callback() {
            @Override
            public void onStep(LatentModel model, StepReport report) {
                if (done.incrementAndGet() == steps) {
                    try {
                        new Checkpoint(model, report.progress(), report.epochTerms()).write(file);
                    } catch (IOException e) {
                        throw new AssertionError(e);
                    }
                }
            }
        };
        new Trainer(TrainConfig.epochs(3), List.of(saving), () -> done.get() >= steps).fit(interrupted, data());

        Checkpoint checkpoint = Checkpoint.read(file);
        assertThat(checkpoint.progress().iteration()).isEqualTo(steps);
        TrainResult result = new Trainer(TrainConfig.epochs(3), List.of())
                .fit(checkpoint.model(), data().at(checkpoint.progress().batch()), checkpoint.startingPoint());
        assertThat(Values.of(checkpoint.model().graph().params()))
                .isEqualTo(Values.of(reference.graph().params()));
        assertThat(result.lastEpoch()).isEqualTo(expected.lastEpoch());
        assertThat(result.progress()).isEqualTo(expected.progress());
        assertThat(checkpoint.model().graph().getConfiguration().getEpochCount())
                .isEqualTo(3);
    }

    @Test
    void readsBackProgressAndTerms(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("c.zip");
        Progress progress = new Progress(17, 4, 3);
        ElboTerms terms = new ElboTerms(19, 1.0 / 3, Math.PI, 1e-300);
        new Checkpoint(model(), progress, terms).write(file);
        Checkpoint back = Checkpoint.read(file);
        assertThat(back.progress()).isEqualTo(progress);
        assertThat(back.epochTerms()).isEqualTo(terms);
        try (var files = Files.list(folder)) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void noiseKeyingOfFilesOfVersion01IsOne(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("c.zip");
        new Checkpoint(model(), Progress.START, ElboTerms.NONE).write(file);
        assertThat(Checkpoint.read(file).noiseKeying()).isEqualTo(2);
        try (FileSystem zip = FileSystems.newFileSystem(file)) {
            Path entry = zip.getPath("vae4j-training.json");
            String state = Files.readString(entry);
            assertThat(state).contains(",\"noiseKeying\":2");
            Files.writeString(entry, state.replace(",\"noiseKeying\":2", ""));
        }
        Seal.put(file);
        assertThat(Checkpoint.read(file).noiseKeying()).isEqualTo(1);
    }

    @Test
    void checkpointIsAModelFile(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("c.zip");
        LatentModel model = model();
        new Checkpoint(model, Progress.START, ElboTerms.NONE).write(file);
        assertThat(LatentModel.load(file).graph().params())
                .isEqualTo(model.graph().params());
    }

    /** A folder cannot be replaced by a file. */
    @Test
    void failedWriteLeavesTheFolderAsItWas(@TempDir Path folder) throws IOException {
        Path inTheWay = folder.resolve("latest");
        Files.createDirectory(inTheWay);
        Files.writeString(inTheWay.resolve("old"), "old");
        assertThatThrownBy(() -> new Checkpoint(model(), Progress.START, ElboTerms.NONE).write(inTheWay))
                .isInstanceOf(IOException.class);
        assertThat(inTheWay.resolve("old")).hasContent("old");
        try (var files = Files.list(folder)) {
            assertThat(files).containsExactly(inTheWay);
        }
    }

    @Test
    void refusesToWriteIntoAMissingFolder(@TempDir Path folder) {
        assertThatThrownBy(() -> new Checkpoint(model(), Progress.START, ElboTerms.NONE)
                        .write(folder.resolve("nowhere").resolve("latest")))
                .isInstanceOf(IOException.class);
    }

    @Test
    void writingReplacesTheOldCheckpoint(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("latest");
        new Checkpoint(model(), new Progress(1, 0, 1), ElboTerms.NONE).write(file);
        new Checkpoint(model(), new Progress(2, 0, 2), ElboTerms.NONE).write(file);
        assertThat(Checkpoint.read(file).progress().iteration()).isEqualTo(2);
    }

    @Test
    void writingKeepsTheReplacedCheckpointUnderItsNewName(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("last");
        Path previous = folder.resolve("previous");
        new Checkpoint(model(), new Progress(1, 0, 1), ElboTerms.NONE).write(file, previous);
        assertThat(previous).doesNotExist();
        new Checkpoint(model(), new Progress(2, 0, 2), ElboTerms.NONE).write(file, previous);
        new Checkpoint(model(), new Progress(3, 0, 3), ElboTerms.NONE).write(file, previous);
        assertThat(Checkpoint.read(file).progress().iteration()).isEqualTo(3);
        assertThat(Checkpoint.read(previous).progress().iteration()).isEqualTo(2);
        try (var files = Files.list(folder)) {
            assertThat(files).containsExactlyInAnyOrder(file, previous);
        }
    }

    @Test
    void detectsTruncatedAndForeignFiles(@TempDir Path folder) throws IOException {
        Path good = folder.resolve("good");
        new Checkpoint(model(), Progress.START, ElboTerms.NONE).write(good);
        byte[] bytes = Files.readAllBytes(good);
        for (String name : new String[] {"damaged", "damaged.zip"}) {
            Path file = folder.resolve(name);
            for (int length : new int[] {0, 1, SEAL - 1, bytes.length / 2, bytes.length - SEAL, bytes.length - 1}) {
                Files.write(file, Arrays.copyOf(bytes, length));
                assertDamaged(file);
            }
            Files.write(file, Arrays.copyOf(bytes, bytes.length + 1));
            assertDamaged(file);
            Files.writeString(file, "no zip at all");
            assertDamaged(file);
            Files.write(file, new byte[bytes.length]);
            assertDamaged(file);
        }
    }

    /** Their content is unknown, so they are not reported as damaged. */
    @Test
    void missingFileAndFolderAreNotReportedAsDamaged(@TempDir Path folder) {
        for (Path file : List.of(folder.resolve("absent"), folder)) {
            assertThatThrownBy(() -> Checkpoint.read(file))
                    .isInstanceOf(IOException.class)
                    .isNotInstanceOf(DamagedCheckpointException.class);
        }
    }

    @Test
    void detectsEveryChangedBit(@TempDir Path folder) throws IOException {
        Path good = folder.resolve("good");
        new Checkpoint(model(), new Progress(3, 0, 3), ElboTerms.NONE).write(good);
        byte[] bytes = Files.readAllBytes(good);
        Random random = new Random(6);
        Path file = folder.resolve("changed");
        for (int i = 0; i < 200; i++) {
            byte[] changed = bytes.clone();
            // Every other change lies at the end of the file, where the seal is.
            int at = i % 2 == 0 ? random.nextInt(changed.length) : changed.length - 1 - random.nextInt(100);
            changed[at] ^= (byte) (1 << random.nextInt(8));
            Files.write(file, changed);
            assertDamaged(file);
        }
    }

    /** Version 0.1 wrote checkpoints without a seal. */
    @Test
    void readsACheckpointWithoutASeal(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("c.zip");
        new Checkpoint(model(), new Progress(3, 0, 3), ElboTerms.NONE).write(file);
        byte[] bytes = Files.readAllBytes(file);
        byte[] plain = Arrays.copyOf(bytes, bytes.length - SEAL);
        plain[plain.length - 2] = 0;
        Files.write(file, plain);
        assertThat(Checkpoint.read(file).progress().iteration()).isEqualTo(3);
    }

    private static void assertDamaged(Path file) throws IOException {
        assertThatThrownBy(() -> Checkpoint.read(file))
                .as("%d bytes", Files.size(file))
                .isInstanceOf(DamagedCheckpointException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining("expected a checkpoint");
    }

    @Test
    void refusesAModelFileWithoutATraining(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("model.zip");
        model().save(file);
        assertThatThrownBy(() -> Checkpoint.read(file))
                .isInstanceOf(DamagedCheckpointException.class)
                .hasMessageContaining("expected a checkpoint: no vae4j-training.json");
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "{}", "{\"progress\": null, \"epochTerms\": null}", "{\"progress\"", "[]"})
    void refusesATrainingStateThatIsIncompleteOrNoJson(String state, @TempDir Path folder) throws IOException {
        Path file = folder.resolve("c.zip");
        new StoredModel(model(), Map.of("vae4j-training.json", state)).writeTo(file);
        assertDamaged(file);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"progress\":{\"iteration\":-1,\"epoch\":0,\"batch\":0}," + TERMS + "}",
                "{\"progress\":{\"iteration\":3,\"epoch\":0,\"batch\":-3}," + TERMS + "}",
                "{\"progress\":{\"iteration\":3,\"epoch\":0,\"batch\":3}," + TERMS
                        + ",\"firstSteps\":{\"objectiveNats\":25,\"steps\":11}}"
            })
    void refusesCountsOutsideTheirRanges(String state, @TempDir Path folder) throws IOException {
        Path file = folder.resolve("c.zip");
        new StoredModel(model(), Map.of("vae4j-training.json", state)).writeTo(file);
        assertDamaged(file);
    }

    /** Version 0.1 wrote no criterion. */
    @Test
    void criterionOfABestEpochWithoutOneIsTheElbo(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("c.zip");
        String state = "{\"progress\":{\"iteration\":3,\"epoch\":1,\"batch\":0}," + TERMS
                + ",\"best\":{\"epoch\":1,\"negElboNats\":7.25},\"firstSteps\":{\"objectiveNats\":25,\"steps\":10}}";
        new StoredModel(model(), Map.of("vae4j-training.json", state)).writeTo(file);
        assertThat(Checkpoint.read(file).best()).contains(new BestEpoch(1, BestEpoch.ELBO, 7.25));
    }

    @Test
    void readsBackTheBestEpochAndItsCriterion(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("c.zip");
        BestEpoch best = new BestEpoch(4, "iwae-50", 1.0 / 3);
        new Checkpoint(model(), Progress.START, ElboTerms.NONE, Optional.of(best), FirstSteps.NONE).write(file);
        assertThat(Checkpoint.read(file).best()).contains(best);
    }

    /** The file contains neither the time of day nor the process. */
    @Test
    void equalCheckpointsHaveEqualBytes(@TempDir Path folder) throws IOException {
        Path one = folder.resolve("one.zip");
        Path two = folder.resolve("two.zip");
        new Checkpoint(model(), new Progress(3, 0, 3), ElboTerms.NONE).write(one);
        new Checkpoint(model(), new Progress(3, 0, 3), ElboTerms.NONE).write(two);
        assertThat(two).hasSameBinaryContentAs(one);
        try (ZipFile zip = new ZipFile(one.toFile())) {
            assertThat(zip.stream().map(e -> e.getTimeLocal().getYear())).containsOnly(1980);
        }
    }
}
