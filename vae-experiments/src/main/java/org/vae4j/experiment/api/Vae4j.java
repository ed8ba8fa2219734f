package org.vae4j.experiment.api;

import java.nio.file.Path;
import java.util.List;
import org.vae4j.experiment.config.advice.Nearest;
import org.vae4j.experiment.config.binding.ConfigException;
import org.vae4j.experiment.study.Study;
import org.vae4j.experiment.study.catalog.Studies;

/**
 * The entry for notebooks, scripts and programs.
 *
 * <pre>{@code
 * OpenedRun run = Vae4j.on("mnist").latent(20).epochs(3).train();
 * run.sample(60, 1).save(Path.of("samples.png"));
 * double nats = run.number("negElboNats");
 * }</pre>
 *
 * <p>What is trained here is a run like any other: it has a directory with its configuration, checkpoints, results and
 * report, the command line continues it, and asking for it again opens what is there instead of training it twice.
 */
public final class Vae4j {

    private static final String GENERATED = "lines";

    private Vae4j() {}

    /**
     * A training on a data set of the catalogue.
     *
     * @param dataSet its name, as {@code vae data list} has it: {@code mnist}, or {@code lines}, which needs no files
     * @return the reference configuration on that data, to be changed
     */
    public static Training on(String dataSet) {
        return dataSet.equals(GENERATED)
                ? study("quickstart")
                : study("mnist-vae").set("data.name", dataSet);
    }

    /**
     * A training on data of the user's own.
     *
     * @param source a folder, a file, an archive or a pattern, as {@code data.source} takes it
     * @return a configuration whose likelihood suits what is found there, to be changed
     */
    public static Training on(Path source) {
        return study("my-vae").set("data.source", source);
    }

    /**
     * A training as a study of this project has it.
     *
     * @param name of the study, as {@code vae list} has it
     * @return the configuration of the study, to be changed
     * @throws ConfigException when there is no such study
     */
    public static Training study(String name) {
        List<String> names = Studies.all().stream().map(Study::name).toList();
        return Studies.named(name)
                .map(Training::of)
                .orElseThrow(() -> new ConfigException("found no study '" + name + "', expected one of " + names
                        + Nearest.to(name, names)
                                .map(near -> "; did you mean " + near + "?")
                                .orElse("")));
    }

    /**
     * Opens a run that has trained, finished or not.
     *
     * @param run its directory
     * @return its model, data and results
     * @throws org.vae4j.experiment.rundir.RunDirectoryException when it is none, or has no checkpoint that can be read
     * @throws ConfigException when it trained no model
     */
    public static OpenedRun open(Path run) {
        return OpenedRun.at(run);
    }

    /**
     * Opens a run that has trained, finished or not.
     *
     * @param run its directory, such as {@code runs/mnist-vae/seed1-0123456789}
     * @return its model, data and results
     * @throws org.vae4j.experiment.rundir.RunDirectoryException when it is none, or has no checkpoint that can be read
     * @throws ConfigException when it trained no model
     */
    public static OpenedRun open(String run) {
        return open(Path.of(run));
    }

    /**
     * Has every training of this process watched, until another watcher is named; a notebook shows by it how far a
     * training is.
     *
     * @param watcher who watches trainings that name no watcher of their own; {@link TrainingWatcher#NONE} for nobody
     */
    public static void watchTrainings(TrainingWatcher watcher) {
        Training.watchAll(watcher);
    }
}
