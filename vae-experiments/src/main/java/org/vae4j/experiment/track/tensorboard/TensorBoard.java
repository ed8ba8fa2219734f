package org.vae4j.experiment.track.tensorboard;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vae4j.experiment.report.latent.LatentTable;
import org.vae4j.experiment.track.Scalars;
import org.vae4j.model.LatentModel;
import org.vae4j.train.Callback;
import org.vae4j.train.CallbackSpec;
import org.vae4j.train.EpochReport;
import org.vae4j.train.Progress;
import org.vae4j.train.TrainResult;

/**
 * Event files for TensorBoard in the folder {@code tensorboard} of the run: the numbers of each epoch while it trains,
 * and at the end the pictures and, for the projector, the posterior means. In a configuration {@code tensorboard}.
 */
public record TensorBoard() implements CallbackSpec {

    private static final Logger LOG = LoggerFactory.getLogger(TensorBoard.class);
    private static final String FOLDER = "tensorboard";

    @Override
    public String name() {
        return "tensorboard";
    }

    @Override
    public Callback create(Path folder) {
        return new Live(folder);
    }

    @Override
    public void completed(Path folder) {
        try (EventFile events = EventFile.begin(folder.resolve(FOLDER), Clock.systemUTC())) {
            writeResults(folder, folder.resolve(FOLDER), events);
        } catch (IOException e) {
            LOG.warn("tensorboard: cannot write ({})", e.toString());
        }
    }

    /**
     * Writes what a run has come to, whether or not it was trained with this callback.
     *
     * @param run a run directory
     * @param folder what is written to, for {@code tensorboard --logdir}
     * @return how many epochs were written
     * @throws IOException when it cannot be written
     */
    public static int write(Path run, Path folder) throws IOException {
        List<Scalars> epochs = Scalars.of(run, 0);
        try (EventFile events = EventFile.begin(folder, Clock.systemUTC())) {
            events.restartAt(0);
            for (Scalars epoch : epochs) {
                events.scalars(epoch.epoch(), epoch.values());
            }
            writeResults(run, folder, events);
        }
        return epochs.size();
    }

    private static void writeResults(Path run, Path folder, EventFile events) throws IOException {
        List<Scalars> epochs = Scalars.of(run, 0);
        int last = epochs.isEmpty() ? 0 : epochs.get(epochs.size() - 1).epoch();
        for (Path file : pictures(run.resolve("figures"))) {
            Optional<Picture> picture = Picture.of(file);
            if (picture.isPresent()) {
                events.image(last, file.getFileName().toString().replaceFirst("\\.[^.]*$", ""), picture.get());
            }
        }
        Optional<LatentTable> latents = LatentTable.read(run.resolve("eval/latents.csv"));
        if (latents.isPresent()) {
            Projector.write(latents.get(), folder);
        }
    }

    private static List<Path> pictures(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().toLowerCase(Locale.ROOT).matches(".*\\.(png|gif)"))
                    .sorted()
                    .toList();
        }
    }

    /** A full disk ends the run by the run's own files, not by these. */
    private static final class Live implements Callback {

        private final Path run;
        private EventFile events = EventFile.ofNothing();
        private int written;

        Live(Path run) {
            this.run = run;
        }

        @Override
        public void onStart(LatentModel model, Progress from) {
            written = from.epoch();
            attempt(() -> {
                events = EventFile.begin(run.resolve(FOLDER), Clock.systemUTC());
                events.restartAt(written + 1);
            });
        }

        @Override
        public void onEpochEnd(LatentModel model, EpochReport report) {
            attempt(() -> {
                for (Scalars epoch : Scalars.of(run, written)) {
                    events.scalars(epoch.epoch(), epoch.values());
                    written = epoch.epoch();
                }
            });
        }

        @Override
        public void onEnd(LatentModel model, TrainResult result) {
            close();
        }

        @Override
        public void onFailure(LatentModel model, Progress progress, Throwable failure) {
            close();
        }

        private void close() {
            attempt(events::close);
            events = EventFile.ofNothing();
        }

        private void attempt(Action action) {
            try {
                action.run();
            } catch (IOException | UncheckedIOException e) {
                LOG.warn("tensorboard: cannot write ({}); the training goes on without", e.toString());
                events = EventFile.ofNothing();
            }
        }
    }

    @FunctionalInterface
    private interface Action {
        void run() throws IOException;
    }
}
