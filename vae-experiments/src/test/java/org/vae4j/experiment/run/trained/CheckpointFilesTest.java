package org.vae4j.experiment.run.trained;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.vae4j.kernel.Nonlinearity;
import org.vae4j.likelihood.BernoulliLikelihood;
import org.vae4j.model.LatentModel;
import org.vae4j.model.spec.Bottleneck;
import org.vae4j.model.spec.ModelSpec;
import org.vae4j.objective.ElboObjective;
import org.vae4j.objective.ElboTerms;
import org.vae4j.train.FirstSteps;
import org.vae4j.train.FlushingAdam;
import org.vae4j.train.Progress;
import org.vae4j.train.checkpoint.BestEpoch;
import org.vae4j.train.checkpoint.Checkpoint;

class CheckpointFilesTest {

    private static final LatentModel MODEL = model(1);

    /** Reads during a race with a writer, which then has made at least a tenth as many checkpoints. */
    private static final int READS = 60;

    @TempDir
    Path folder;

    private CheckpointFiles files;

    @BeforeEach
    void open() {
        files = new CheckpointFiles(folder);
    }

    private enum Damage {
        CUT,
        FLIPPED,
        EMPTY,
        OTHER;

        void to(Path file) throws IOException {
            byte[] bytes = Files.readAllBytes(file);
            switch (this) {
                case CUT -> Files.write(file, Arrays.copyOf(bytes, bytes.length / 2));
                case FLIPPED -> {
                    bytes[bytes.length / 3] ^= 1;
                    Files.write(file, bytes);
                }
                case EMPTY -> Files.write(file, new byte[0]);
                case OTHER -> Files.writeString(file, "model: vae");
                default -> throw new AssertionError(this);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Damage.class)
    void recoversThePreviousCheckpointWhenTheLastIsDamaged(Damage damage) throws IOException {
        files.write(at(1));
        files.write(at(2));
        damage.to(folder.resolve("last.zip"));
        assertThat(files.newest()).hasValueSatisfying(c -> assertThat(epoch(c)).isEqualTo(1));

        assertThat(files.recover(false))
                .hasValueSatisfying(c -> assertThat(epoch(c)).isEqualTo(1));
        assertThat(names()).containsExactly("last.zip.damaged", "previous.zip");
        // The damaged file must not become previous.zip when the next checkpoint is written.
        files.write(at(2));
        assertThat(names()).containsExactly("last.zip", "last.zip.damaged", "previous.zip");
        assertThat(epoch(Checkpoint.read(folder.resolve("previous.zip")))).isEqualTo(1);
    }

    @Test
    void recoversNothingWhenBothCheckpointsAreDamaged() throws IOException {
        files.write(at(1));
        files.write(at(2));
        Damage.FLIPPED.to(folder.resolve("last.zip"));
        Damage.CUT.to(folder.resolve("previous.zip"));
        assertThat(files.recover(false)).isEmpty();
        assertThat(names()).containsExactly("last.zip.damaged", "previous.zip.damaged");
    }

    /** A process was killed after it had renamed last.zip and before it had renamed the new file to last.zip. */
    @Test
    void recoversThePreviousCheckpointWhereThereIsNoLast() throws IOException {
        files.write(at(1));
        Files.move(folder.resolve("last.zip"), folder.resolve("previous.zip"));
        Files.writeString(folder.resolve("last.zip.123.tmp"), "half");
        assertThat(files.recover(false)).isPresent();
        assertThat(names()).containsExactly("previous.zip");
    }

    /** A file that a disk cannot deliver for a moment may be sound: training must not start anew. */
    @Test
    void anUnreadableFileIsAnErrorAndNotDamaged() throws IOException {
        Files.createDirectory(folder.resolve("last.zip"));
        files.keep(at(3));
        assertThatThrownBy(() -> files.recover(false)).isInstanceOf(IOException.class);
        assertThat(names()).containsExactly("epoch-000003.zip", "last.zip");
    }

    @Test
    void keepsTheBestModelThatTheLastCheckpointNames() throws IOException {
        files.writeBest(at(1));
        files.write(at(2, 1));
        files.writeBest(at(3));
        // The process is killed here: the last checkpoint still calls epoch 1 the best.
        Checkpoint last = files.recover(true).orElseThrow();
        assertThat(epoch(files.readBest(last.best().orElseThrow()))).isEqualTo(1);

        files.write(at(3, 3));
        files.retainBest(Set.of(1, 3));
        assertThat(names()).contains("best-000001.zip", "best-000003.zip");
        files.write(at(4, 3));
        files.retainBest(Set.of(3));
        assertThat(names()).containsExactly("best-000003.zip", "last.zip", "previous.zip");
    }

    /** Training then starts anew and makes the best model again; the sound checkpoints stay until it replaces them. */
    @Test
    void recoversNothingWhenTheBestModelOfBothCheckpointsIsDamaged() throws IOException {
        files.writeBest(at(3));
        files.write(at(3, 3));
        files.write(at(4, 3));
        Damage.FLIPPED.to(folder.resolve("best-000003.zip"));
        assertThat(files.recover(false)).isPresent();
        assertThat(files.recover(true)).isEmpty();
        assertThat(names()).containsExactly("best-000003.zip.damaged", "last.zip", "previous.zip");
        assertThat(files.recover(true)).as("a second time").isEmpty();
        assertThat(epoch(files.newest().orElseThrow())).isEqualTo(4);
        files.write(at(1));
        assertThat(epoch(files.recover(true).orElseThrow())).isEqualTo(1);
        files.retainBest(Set.of());
        assertThat(names()).contains("best-000003.zip.damaged");
    }

    @Test
    void recoversThePreviousCheckpointWhenOnlyTheBestModelOfTheLastIsDamaged() throws IOException {
        files.writeBest(at(1));
        files.write(at(1, 1));
        files.writeBest(at(2));
        files.write(at(2, 2));
        Damage.CUT.to(folder.resolve("best-000002.zip"));
        assertThat(epoch(files.recover(true).orElseThrow())).isEqualTo(1);
        assertThat(names()).containsExactly("best-000001.zip", "best-000002.zip.damaged", "last.zip", "previous.zip");
    }

    /** A reader gets a model and the progress of the same epoch, never those of two. */
    @Test
    void aCheckpointIsReadWhileARunReplacesIt() throws Exception {
        List<LatentModel> models = List.of(MODEL, model(2));
        AtomicInteger epochs = new AtomicInteger();
        AtomicBoolean stop = new AtomicBoolean();
        ExecutorService thread = Executors.newSingleThreadExecutor();
        Future<?> writer = thread.submit(() -> {
            while (!stop.get()) {
                int epoch = epochs.get() + 1;
                Checkpoint checkpoint = at(models.get(epoch % 2), epoch, epoch);
                files.writeBest(checkpoint);
                files.write(checkpoint);
                files.retainBest(Set.of(epoch - 1, epoch));
                epochs.set(epoch);
            }
            return null;
        });
        try {
            while (epochs.get() == 0 && !writer.isDone()) {
                Thread.onSpinWait();
            }
            for (int i = 0; !writer.isDone() && (i < READS || epochs.get() < READS / 10); i++) {
                Checkpoint found = files.selected(i % 2 == 0).orElseThrow();
                assertThat(found.model().graph().params())
                        .as("read %d, of epoch %d", i, epoch(found))
                        .isEqualTo(models.get(epoch(found) % 2).graph().params());
            }
        } finally {
            stop.set(true);
            thread.shutdown();
        }
        writer.get();
    }

    private static LatentModel model(long seed) {
        return LatentModel.create(
                new ModelSpec(
                        4,
                        List.of(3),
                        2,
                        List.of(3),
                        Nonlinearity.RELU,
                        Bottleneck.GAUSSIAN,
                        new BernoulliLikelihood(),
                        ElboObjective.standard()),
                FlushingAdam.withLearningRate(0.01),
                seed);
    }

    private static Checkpoint at(int epoch) {
        return new Checkpoint(MODEL, new Progress(epoch, epoch, 0), ElboTerms.NONE);
    }

    private static Checkpoint at(int epoch, int best) {
        return at(MODEL, epoch, best);
    }

    private static Checkpoint at(LatentModel model, int epoch, int best) {
        return new Checkpoint(
                model,
                new Progress(epoch, epoch, 0),
                ElboTerms.NONE,
                Optional.of(new BestEpoch(best, BestEpoch.ELBO, 1.5)),
                FirstSteps.NONE);
    }

    private static int epoch(Checkpoint checkpoint) {
        return checkpoint.progress().epoch();
    }

    private List<String> names() throws IOException {
        try (Stream<Path> found = Files.list(folder)) {
            return found.map(f -> f.getFileName().toString()).sorted().toList();
        }
    }
}
