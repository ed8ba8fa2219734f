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
 * Writes event files for TensorBoard into the folder {@code tensorboard} of the run: the numbers of each epoch during
 * training, and at the end the pictures and, for the projector, the posterior means. A configuration names this
 * callback {@code tensorboard}.
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
        return new LiveEvents(folder);
    }

    @Override
    public void completed(Path folder) {
        try (EventFile events = EventFile.create(folder.resolve(FOLDER), Clock.systemUTC())) {
            writeResults(folder, folder.resolve(FOLDER), events);
        } catch (IOException e) {
            LOG.warn("tensorboard: cannot write ({})", e.toString());
        }
    }

    /**
     * Writes the epochs and results of a run that need not have been trained with this callback.
     *
     * @param run a run directory
     * @param folder the folder of the event file, for {@code tensorboard --logdir}
     * @return the number of epochs that were written
     * @throws IOException if a file cannot be written, or if the run's latents are damaged
     */
    public static int write(Path run, Path folder) throws IOException {
        List<Scalars> epochs = Scalars.of(run, 0);
        try (EventFile events = EventFile.create(folder, Clock.systemUTC())) {
            events.restartAt(0);
            for (Scalars epoch : epochs) {
                events.writeScalars(epoch.epoch(), epoch.values());
            }
            writeResults(run, folder, events);
        }
        return epochs.size();
    }

    /** Writes the pictures of a run, as of its last epoch, and its latents. */
    private static void writeResults(Path run, Path folder, EventFile events) throws IOException {
        List<Scalars> epochs = Scalars.of(run, 0);
        int last = epochs.isEmpty() ? 0 : epochs.get(epochs.size() - 1).epoch();
        for (Path file : pictures(run.resolve("figures"))) {
            Optional<Picture> picture = Picture.of(file);
            if (picture.isPresent()) {
                events.writeImage(last, file.getFileName().toString().replaceFirst("\\.[^.]*$", ""), picture.get());
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

    /**
     * Writes the numbers of each epoch while a model is trained. If a file cannot be written, a warning is logged and
     * the training goes on without: only the run's own files may end a run.
     */
    private static final class LiveEvents implements Callback {

        private final Path run;
        private EventFile events = EventFile.discarding();
        /** The last epoch that was written. */
        private int written;

        LiveEvents(Path run) {
            this.run = run;
        }

        @Override
        public void onStart(LatentModel model, Progress from) {
            written = from.epoch();
            attempt(() -> {
                events = EventFile.create(run.resolve(FOLDER), Clock.systemUTC());
                events.restartAt(written + 1);
            });
        }

        @Override
        public void onEpochEnd(LatentModel model, EpochReport report) {
            attempt(() -> {
                for (Scalars epoch : Scalars.of(run, written)) {
                    events.writeScalars(epoch.epoch(), epoch.values());
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
            events = EventFile.discarding();
        }

        private void attempt(Action action) {
            try {
                action.run();
            } catch (IOException | UncheckedIOException e) {
                LOG.warn("tensorboard: cannot write ({}); the training goes on without", e.toString());
                events = EventFile.discarding();
            }
        }
    }

    @FunctionalInterface
    private interface Action {
        void run() throws IOException;
    }
}
