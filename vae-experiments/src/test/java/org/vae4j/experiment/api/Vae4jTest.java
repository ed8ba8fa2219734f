package org.vae4j.experiment.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.vae4j.experiment.config.binding.ConfigException;
import org.vae4j.experiment.rundir.RunFiles;
import org.vae4j.experiment.rundir.RunState;
import org.vae4j.model.Posterior;

class Vae4jTest {

    @TempDir
    Path runs;

    private Training tiny() {
        return Vae4j.on("lines")
                .in(runs)
                .layers(16)
                .latent(3)
                .epochs(2)
                .set("data.lines.train", 256)
                .set("data.lines.test", 64)
                .set("data.lines.size", 8)
                .set("evaluation.diagnosticsExamples", 0);
    }

    @Test
    void samplesOfATrainedModelAreSavedAsAPicture() throws IOException {
        Images samples = tiny().train().sample(12, 1);
        samples.save(runs.resolve("samples.png"));
        assertThat(runs.resolve("samples.png")).isNotEmptyFile();
        assertThat(samples.count()).isEqualTo(12);
    }

    @Test
    void numbersOfARunAreThoseOfItsLastEpoch() {
        OpenedRun run = tiny().train();
        assertThat(run.epoch()).isEqualTo(2);
        assertThat(run.number("negElboNats"))
                .isCloseTo(run.number("reconstructionNats") + run.number("klNats"), within(1e-9));
    }

    @Test
    void trainMakesARunDirectoryWithAllFilesOfARun() {
        OpenedRun run = tiny().train();

        assertThat(run.root()).isEqualTo(tiny().directory());
        assertThat(run.root().getParent()).isEqualTo(runs.resolve("quickstart"));
        for (String file : List.of(
                "config.yaml",
                "status.json",
                "provenance.json",
                "metrics.jsonl",
                "report.html",
                "decoder.zip",
                "checkpoints/last.zip")) {
            assertThat(run.root().resolve(file)).as(file).isNotEmptyFile();
        }
        assertThat(RunFiles.in(run.root()).isDone()).isTrue();
        assertThat(run.report()).exists();
        assertThat(run.curve().getSeriesCollection())
                .extracting(series -> series.getName())
                .containsExactly("training", "test");
    }

    @Test
    void finishedRunIsOpenedAndNotTrainedAgain() throws IOException {
        OpenedRun first = tiny().train();
        Object before = Files.getLastModifiedTime(first.root().resolve("checkpoints/last.zip"));

        List<String> steps = new ArrayList<>();
        OpenedRun again = tiny().train(new RecordingWatcher(steps, Optional.empty()));

        assertThat(Files.getLastModifiedTime(again.root().resolve("checkpoints/last.zip")))
                .isEqualTo(before);
        assertThat(steps).as("nothing was trained").isEmpty();
        assertThat(Vae4j.open(first.root().toString()).numbers()).isEqualTo(first.numbers());
    }

    @Test
    void encodeAndDecodeAgreeWithTheModel() {
        OpenedRun run = tiny().train();
        Images images = Images.of(run.test());
        Posterior posterior = run.encode(run.test());
        assertThat(posterior.mean())
                .isEqualTo(run.model().encode(images.values()).mean());
        assertThat(run.encode(images).logVar()).isEqualTo(posterior.logVar());
        assertThat(run.locate(run.test())).isEqualTo(posterior.mean());
        assertThat(run.decode(posterior.mean()).values()).isEqualTo(run.model().reconstruct(images.values()));
    }

    @Test
    void reconstructArrangesExamplesAboveTheirReconstructions() {
        OpenedRun run = tiny().train();
        INDArray examples = Images.of(run.test()).values();
        INDArray reconstructions = run.model().reconstruct(examples);
        int count = 3;
        Images pairs = run.reconstruct(run.test().head(count));
        assertThat(pairs.count()).isEqualTo(2 * count);
        assertThat(pairs.values().getRow(0).dup()).isEqualTo(examples.getRow(0).dup());
        assertThat(pairs.values().getRow(count).dup())
                .isEqualTo(reconstructions.getRow(0).dup());
    }

    /** The stop button of a notebook interrupts the thread of the cell. */
    @Test
    void interruptedTrainingWritesACheckpointAndContinuesFromIt() throws InterruptedException {
        Training longer = tiny().epochs(100_000);
        CountDownLatch firstEpoch = new CountDownLatch(1);
        AtomicReference<Throwable> end = new AtomicReference<>();
        Thread cell = new Thread(() -> {
            try {
                longer.train(new RecordingWatcher(new ArrayList<>(), Optional.of(firstEpoch)));
            } catch (RuntimeException e) {
                end.set(e);
            }
        });
        cell.start();
        firstEpoch.await();
        cell.interrupt();
        cell.join();

        assertThat(end.get()).isInstanceOfSatisfying(RunFailure.class, e -> {
            assertThat(e.state()).contains(RunState.INTERRUPTED);
            assertThat(e).hasMessage("quickstart: interrupted; train() again continues it");
        });
        assertThat(RunFiles.in(longer.directory()).status()).hasValueSatisfying(status -> {
            assertThat(status.state()).isEqualTo(RunState.INTERRUPTED);
            assertThat(status.reason()).contains("stopped by the program that began it");
        });
        OpenedRun opened = Vae4j.open(longer.directory());
        int epoch = opened.epoch();
        OpenedRun further = longer.set("runtime.untilEpoch", epoch + 1).train();
        assertThat(further.root()).isEqualTo(opened.root());
        assertThat(further.epoch()).isEqualTo(epoch + 1);
    }

    @Test
    void unknownKeyIsRefusedInOneLineBeforeAnythingIsWritten() {
        assertThatThrownBy(() -> tiny().set("training.epohcs", 3).train())
                .isInstanceOfSatisfying(
                        RunFailure.class, e -> assertThat(e.state()).isEmpty())
                .hasMessageContaining("epohcs")
                .hasMessageNotContaining("\n");
        assertThat(runs).isEmptyDirectory();
    }

    @Test
    void openRefusesAFolderThatIsNoRunDirectory() {
        assertThatThrownBy(() -> Vae4j.open(runs)).hasMessageContaining("expected a run directory");
    }

    @Test
    void studyRefusesAnUnknownNameWithASuggestion() {
        assertThatThrownBy(() -> Vae4j.study("mnits-vae"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("did you mean mnist-vae?");
    }

    @Test
    void changedTrainingLeavesTheOriginalAsItIs() {
        Training first = tiny();
        String before = first.config().hash();
        Training other = first.latent(5).layers(8, 4);
        assertThat(first.config().hash()).isEqualTo(before);
        assertThat(other.config().model().orElseThrow().latent()).isEqualTo(5);
        assertThat(other.config().flat()).containsEntry("model.decoder", "[4,8]");
        assertThat(other.config().hash()).isNotEqualTo(before);
    }

    @Test
    void expectShowsANumberWithinItsRange() {
        List<Object> shown = new ArrayList<>();
        Notebook.displayBy(shown::add);
        try {
            Notebook.expect("negative ELBO in nats", 105.25, 104, 106);
        } finally {
            Notebook.displayBy(value -> System.out.println(Shown.text(value)));
        }
        assertThat(shown).containsExactly("negative ELBO in nats: 105.2, expected from 104 to 106");
    }

    @Test
    void expectFailsForANumberThatIsNaN() {
        assertThatThrownBy(() -> Notebook.expect("negative ELBO in nats", Double.NaN, 104, 106))
                .hasMessage("negative ELBO in nats: found NaN, expected a number from 104.0 to 106.0");
    }

    /** Records the reported steps, and opens a latch at the first epoch. */
    private record RecordingWatcher(List<String> steps, Optional<CountDownLatch> firstEpoch)
            implements TrainingWatcher {

        @Override
        public void progress(Path run, String text, double fraction) {
            steps.add(text);
            firstEpoch.filter(latch -> text.startsWith("epoch")).ifPresent(CountDownLatch::countDown);
        }

        @Override
        public void ended(Path run) {
            steps.add("ended");
        }
    }
}
