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
    void goesFromDataToAPictureInAFewLines() throws IOException {
        OpenedRun run = tiny().train();
        run.sample(12, 1).save(runs.resolve("samples.png"));

        assertThat(runs.resolve("samples.png")).isNotEmptyFile();
        assertThat(run.sample(12, 1).count()).isEqualTo(12);
        assertThat(run.epoch()).isEqualTo(2);
        assertThat(run.number("negElboNats"))
                .isCloseTo(run.number("reconstructionNats") + run.number("klNats"), within(1e-9));
    }

    @Test
    void leavesARunLikeAnyOther() {
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
    void opensAFinishedRunInsteadOfTrainingItAgain() throws IOException {
        OpenedRun first = tiny().train();
        Object before = Files.getLastModifiedTime(first.root().resolve("checkpoints/last.zip"));

        List<String> heard = new ArrayList<>();
        OpenedRun again = tiny().train(new Heard(heard, Optional.empty()));

        assertThat(Files.getLastModifiedTime(again.root().resolve("checkpoints/last.zip")))
                .isEqualTo(before);
        assertThat(heard).as("nothing was trained").isEmpty();
        assertThat(Vae4j.open(first.root().toString()).numbers()).isEqualTo(first.numbers());
    }

    @Test
    void encodesAndDecodesAsTheModelDoes() {
        OpenedRun run = tiny().train();
        Images images = Images.of(run.test());

        Posterior posterior = run.encode(run.test());
        assertThat(posterior.mean())
                .isEqualTo(run.model().encode(images.values()).mean());
        assertThat(run.encode(images).logVar()).isEqualTo(posterior.logVar());
        assertThat(run.locate(run.test())).isEqualTo(posterior.mean());
        INDArray decoded = run.decode(posterior.mean()).values();
        assertThat(decoded).isEqualTo(run.model().reconstruct(images.values()));
        Images pairs = run.reconstruct(run.test().head(3));
        assertThat(pairs.count()).isEqualTo(6);
        assertThat(pairs.values().getRow(0).dup())
                .isEqualTo(images.values().getRow(0).dup());
        assertThat(pairs.values().getRow(3).dup()).isEqualTo(decoded.getRow(0).dup());
    }

    /**
     * As the button of a notebook does: the thread that waits is interrupted, and the training ends at a checkpoint.
     */
    @Test
    void anInterruptedThreadStopsTheTrainingWithACheckpointAndTheSameLinesContinueIt() throws InterruptedException {
        Training longer = tiny().epochs(100_000);
        CountDownLatch trains = new CountDownLatch(1);
        AtomicReference<Throwable> end = new AtomicReference<>();
        Thread cell = new Thread(() -> {
            try {
                longer.train(new Heard(new ArrayList<>(), Optional.of(trains)));
            } catch (RuntimeException e) {
                end.set(e);
            }
        });
        cell.start();
        trains.await();
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
    void saysInOneLineWhatIsWrongAndTouchesNothing() {
        assertThatThrownBy(() -> tiny().set("training.epohcs", 3).train())
                .isInstanceOfSatisfying(
                        RunFailure.class, e -> assertThat(e.state()).isEmpty())
                .hasMessageContaining("epohcs")
                .hasMessageNotContaining("\n");
        assertThat(runs).isEmptyDirectory();
        assertThatThrownBy(() -> Vae4j.open(runs)).hasMessageContaining("expected a run directory");
        assertThatThrownBy(() -> Vae4j.study("mnits-vae"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("did you mean mnist-vae?");
    }

    @Test
    void aTrainingIsNeverChangedByTheOnesMadeOfIt() {
        Training first = tiny();
        String before = first.config().hash();
        Training other = first.latent(5).layers(8, 4);
        assertThat(first.config().hash()).isEqualTo(before);
        assertThat(other.config().model().orElseThrow().latent()).isEqualTo(5);
        assertThat(other.config().flat()).containsEntry("model.decoder", "[4,8]");
        assertThat(other.config().hash()).isNotEqualTo(before);
    }

    @Test
    void anExpectationThatDoesNotHoldFails() {
        List<Object> shown = new ArrayList<>();
        Notebook.displayBy(shown::add);
        Notebook.expect("negative ELBO in nats", 105.25, 104, 106);
        assertThat(shown).containsExactly("negative ELBO in nats: 105.2, expected from 104 to 106");
        Notebook.displayBy(value -> System.out.println(Shown.text(value)));
        assertThatThrownBy(() -> Notebook.expect("negative ELBO in nats", Double.NaN, 104, 106))
                .hasMessage("negative ELBO in nats: found NaN, expected a number from 104.0 to 106.0");
    }

    /** Keeps what it hears, and opens a gate at the first step. */
    private record Heard(List<String> what, Optional<CountDownLatch> gate) implements TrainingWatcher {

        @Override
        public void progress(Path run, String text, double fraction) {
            what.add(text);
            gate.filter(latch -> text.startsWith("epoch")).ifPresent(CountDownLatch::countDown);
        }

        @Override
        public void ended(Path run) {
            what.add("ended");
        }
    }
}
