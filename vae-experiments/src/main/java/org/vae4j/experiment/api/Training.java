package org.vae4j.experiment.api;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.vae4j.data.Split;
import org.vae4j.experiment.config.ExperimentConfig;
import org.vae4j.experiment.config.binding.ConfigException;
import org.vae4j.experiment.run.configured.ConfiguredData;
import org.vae4j.experiment.rundir.RunDirectory;
import org.vae4j.experiment.study.Study;
import org.vae4j.experiment.study.runner.RunRequest;
import org.vae4j.kernel.product.NativeSetup;

/**
 * A training that has not begun: a study with changes to its configuration. Immutable: every method that changes a key
 * returns a new training. Nothing is checked, opened or written before {@link #config}, {@link #directory},
 * {@link #data} or {@link #train} is called.
 */
public final class Training {

    private static final Path RUNS = Path.of("runs");
    private static volatile TrainingWatcher defaultWatcher = TrainingWatcher.NONE;

    private final Study study;
    private final Path runs;
    private final Optional<Path> file;
    private final List<String> overrides;

    private Training(Study study, Path runs, Optional<Path> file, List<String> overrides) {
        this.study = study;
        this.runs = runs;
        this.file = file;
        this.overrides = List.copyOf(overrides);
    }

    static Training of(Study study) {
        return new Training(study, RUNS, Optional.empty(), List.of());
    }

    /** Sets the watcher of trainings that name none of their own. */
    static void watchAll(TrainingWatcher watcher) {
        defaultWatcher = watcher;
    }

    /**
     * Sets any key of the configuration. A later value of the same key wins.
     *
     * @param key a dotted key, such as {@code training.batchSize}
     * @param value a number, a word, a path or a list of these; text is read as YAML, as after {@code =} on the command
     *     line
     * @return the changed training
     */
    public Training set(String key, Object value) {
        List<String> more = new ArrayList<>(overrides);
        more.add(key + "=" + text(value));
        return new Training(study, runs, file, more);
    }

    private static String text(Object value) {
        return value instanceof Collection<?> several
                ? several.stream().map(Training::text).collect(Collectors.joining(", ", "[", "]"))
                : String.valueOf(value);
    }

    /**
     * Reads a configuration file, whose keys win over the study's defaults but not over keys that are set here.
     *
     * @param yaml a file with any of the study's keys
     * @return the changed training
     */
    public Training file(Path yaml) {
        return new Training(study, runs, Optional.of(yaml), overrides);
    }

    /**
     * Puts the run directory into another folder than {@code runs}.
     *
     * @param folder the folder of all runs, which is created if it does not exist
     * @return the changed training
     */
    public Training in(Path folder) {
        return new Training(study, folder, file, overrides);
    }

    /**
     * Sets the number of dimensions of z.
     *
     * @param dimensions the number, at least 1
     * @return the changed training
     */
    public Training latent(int dimensions) {
        return set("model.latent", dimensions);
    }

    /**
     * Sets the fully connected layers of encoder and decoder.
     *
     * @param sizes the sizes of the encoder's layers, the first one next to the data; the decoder has them in reverse
     * @return the changed training
     */
    public Training layers(int... sizes) {
        List<Integer> encoder = Arrays.stream(sizes).boxed().toList();
        List<Integer> decoder = new ArrayList<>(encoder);
        Collections.reverse(decoder);
        return set("model.encoder", encoder).set("model.decoder", decoder);
    }

    /**
     * Sets the likelihood p(x|z).
     *
     * @param name a name such as {@code bernoulli} or {@code gaussian_learned}
     * @return the changed training
     */
    public Training likelihood(String name) {
        return set("model.likelihood", name);
    }

    /**
     * Limits the training to the first examples.
     *
     * @param count the number of examples, at least 1
     * @return the changed training
     */
    public Training examples(int count) {
        return set("data.limit", count);
    }

    /**
     * Sets the number of passes over the training examples.
     *
     * @param count the number of passes, at least 1
     * @return the changed training
     */
    public Training epochs(int count) {
        return set("training.epochs", count);
    }

    /**
     * Sets the seed that every random stream is derived from.
     *
     * @param seed any whole number
     * @return the changed training
     */
    public Training seed(long seed) {
        return set("seed", seed);
    }

    /**
     * Gives the run a name, which becomes part of its directory's name.
     *
     * @param name letters, digits, {@code -}, {@code _} and dots
     * @return the changed training
     */
    public Training named(String name) {
        return set("name", name);
    }

    /**
     * Resolves the configuration that would be trained.
     *
     * @return the complete and valid configuration
     * @throws ConfigException if a key is unknown or a value mistyped or out of range
     */
    public ExperimentConfig config() {
        return request().config(study);
    }

    /**
     * The directory of the run of this configuration.
     *
     * @return the run directory, which need not exist
     * @throws ConfigException if the configuration is not valid
     */
    public Path directory() {
        return RunDirectory.locate(runs, config());
    }

    /**
     * Opens the data that would be trained and tested on.
     *
     * @return the parts of the data
     * @throws ConfigException if the configuration has no data or is not valid
     * @throws org.vae4j.data.DataException if files are missing or damaged
     */
    public Split data() {
        NativeSetup.prepare();
        ExperimentConfig config = config();
        return ConfiguredData.open(
                        config.data()
                                .orElseThrow(() -> new ConfigException("found the study " + study.name()
                                        + ", which has no data, expected one that trains a model")),
                        config.seed())
                .split();
    }

    /**
     * Trains, evaluates and reports, as {@code vae run} does, and waits for the end. A finished run is only opened, and
     * an interrupted one continues from its checkpoint. If the waiting thread is interrupted, the training writes a
     * checkpoint and ends.
     *
     * @return the finished run
     * @throws RunFailure if the run is refused, fails or is interrupted
     */
    public OpenedRun train() {
        return train(defaultWatcher);
    }

    /**
     * Trains as {@link #train()} does, and reports the progress.
     *
     * @param watcher is told of the progress
     * @return the finished run
     * @throws RunFailure if the run is refused, fails or is interrupted
     */
    public OpenedRun train(TrainingWatcher watcher) {
        return OpenedRun.at(new RunningTraining(study, request(), watcher).runAndAwait());
    }

    private RunRequest request() {
        boolean json = true;
        boolean quiet = true;
        return new RunRequest(runs, file, overrides, json, quiet, List.of("Vae4j", study.name()));
    }

    @Override
    public String toString() {
        return study.name() + overrides.stream().map(o -> " " + o).collect(Collectors.joining());
    }
}
