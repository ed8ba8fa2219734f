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
import org.vae4j.experiment.study.runner.StudyRunner;
import org.vae4j.kernel.product.NativeSetup;

/**
 * A training that has not begun: a study with changes to its configuration. Every method that changes something returns
 * another training; this one stays as it is. Nothing is checked, opened or written before {@link #config}, {@link
 * #data} or {@link #train} is asked for.
 */
public final class Training {

    private static final Path RUNS = Path.of("runs");
    private static volatile TrainingWatcher watcherOfAll = TrainingWatcher.NONE;

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

    static void watchAll(TrainingWatcher watcher) {
        watcherOfAll = watcher;
    }

    /**
     * Sets any key of the configuration; what is set later wins.
     *
     * @param key dotted, such as {@code training.batchSize}
     * @param value a number, a word, a path or a list of such; text is read as YAML, as after {@code =} on the command
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
     * Lays a configuration file over the study's defaults, below all that is set here.
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
     * @param folder the folder of all runs, which is made
     * @return the changed training
     */
    public Training in(Path folder) {
        return new Training(study, folder, file, overrides);
    }

    /**
     * Sets how many dimensions z has.
     *
     * @param dimensions at least 1
     * @return the changed training
     */
    public Training latent(int dimensions) {
        return set("model.latent", dimensions);
    }

    /**
     * Sets the fully connected layers of encoder and decoder.
     *
     * @param sizes of the encoder's layers, from the data on; the decoder has them in reverse
     * @return the changed training
     */
    public Training layers(int... sizes) {
        List<Integer> encoder = Arrays.stream(sizes).boxed().toList();
        List<Integer> decoder = new ArrayList<>(encoder);
        Collections.reverse(decoder);
        return set("model.encoder", encoder).set("model.decoder", decoder);
    }

    /**
     * Sets p(x|z).
     *
     * @param name such as {@code bernoulli} or {@code gaussian_learned}
     * @return the changed training
     */
    public Training likelihood(String name) {
        return set("model.likelihood", name);
    }

    /**
     * Trains on the first examples only.
     *
     * @param count at least 1
     * @return the changed training
     */
    public Training examples(int count) {
        return set("data.limit", count);
    }

    /**
     * Sets how often the training examples are passed over.
     *
     * @param count at least 1
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
     * The configuration that would be trained.
     *
     * @return complete and valid
     * @throws ConfigException when anything is unknown, mistyped or out of range
     */
    public ExperimentConfig config() {
        return StudyRunner.resolver(study).resolve(file, overrides);
    }

    /**
     * Where the run is, or would be.
     *
     * @return the run directory, which need not exist
     * @throws ConfigException when the configuration is not valid
     */
    public Path directory() {
        return RunDirectory.locate(runs, config());
    }

    /**
     * The data that would be trained and tested on.
     *
     * @return its parts
     * @throws ConfigException when the configuration has no data or is not valid
     * @throws org.vae4j.data.DataException when files are missing or not what they should be
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
     * Trains, evaluates and reports, as {@code vae run} does, and waits for the end. A run that is finished is opened,
     * one that was interrupted goes on where it was. A thread that is interrupted while it waits has the training write
     * a checkpoint and end.
     *
     * @return the finished run
     * @throws RunFailure when it is refused, fails or is interrupted
     */
    public OpenedRun train() {
        return train(watcherOfAll);
    }

    /**
     * Trains as {@link #train()} does, for somebody who watches.
     *
     * @param watcher hears how far the training is
     * @return the finished run
     * @throws RunFailure when it is refused, fails or is interrupted
     */
    public OpenedRun train(TrainingWatcher watcher) {
        RunRequest request = new RunRequest(runs, file, overrides, true, true, List.of("Vae4j", study.name()));
        return OpenedRun.at(new RunningTraining(study, request, watcher).await());
    }

    @Override
    public String toString() {
        return study.name() + overrides.stream().map(o -> " " + o).collect(Collectors.joining());
    }
}
