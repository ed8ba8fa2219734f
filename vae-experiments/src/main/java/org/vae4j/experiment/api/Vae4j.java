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
 * <p>A training makes a run like any other: it has a directory with its configuration, checkpoints, results and report,
 * and the command line can continue it. The same training again opens the finished run instead of training it twice.
 */
public final class Vae4j {

    /** The data set that is generated and needs no files. */
    private static final String GENERATED = "lines";

    private Vae4j() {}

    /**
     * Prepares a training on a data set of the catalogue.
     *
     * @param dataSet a name of {@code vae data list}, such as {@code mnist}, or {@code lines}, which needs no files
     * @return a training with the reference configuration on that data
     */
    public static Training on(String dataSet) {
        return dataSet.equals(GENERATED)
                ? study("quickstart")
                : study("mnist-vae").set("data.name", dataSet);
    }

    /**
     * Prepares a training on data of the user's own.
     *
     * @param source a folder, a file, an archive or a pattern, as {@code data.source} takes it
     * @return a training whose likelihood suits the data that is found there
     */
    public static Training on(Path source) {
        return study("my-vae").set("data.source", source);
    }

    /**
     * Prepares a training with the configuration of a study.
     *
     * @param name the name of a study in {@code vae list}
     * @return a training with the configuration of the study
     * @throws ConfigException if there is no such study
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
     * @param run the run directory
     * @return its model, data and results
     * @throws org.vae4j.experiment.rundir.RunDirectoryException if it is no run directory or has no readable checkpoint
     * @throws ConfigException if the run trained no model
     */
    public static OpenedRun open(Path run) {
        return OpenedRun.at(run);
    }

    /**
     * Opens a run that has trained, finished or not.
     *
     * @param run the run directory, such as {@code runs/mnist-vae/seed1-0123456789}
     * @return its model, data and results
     * @throws org.vae4j.experiment.rundir.RunDirectoryException if it is no run directory or has no readable checkpoint
     * @throws ConfigException if the run trained no model
     */
    public static OpenedRun open(String run) {
        return open(Path.of(run));
    }

    /**
     * Sets the watcher of all trainings of this process that name no watcher of their own. A notebook shows their
     * progress by it.
     *
     * @param watcher the watcher; {@link TrainingWatcher#NONE} ends the watching
     */
    public static void watchTrainings(TrainingWatcher watcher) {
        Training.watchAll(watcher);
    }
}
