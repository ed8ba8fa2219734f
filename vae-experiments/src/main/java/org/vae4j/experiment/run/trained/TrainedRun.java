package org.vae4j.experiment.run.trained;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.vae4j.data.source.own.DataDescription;
import org.vae4j.experiment.config.ConfigResolver;
import org.vae4j.experiment.config.ExperimentConfig;
import org.vae4j.experiment.config.LikelihoodProtocol;
import org.vae4j.experiment.config.binding.ConfigException;
import org.vae4j.experiment.config.section.DataConfig;
import org.vae4j.experiment.config.section.TrainingConfig;
import org.vae4j.experiment.run.configured.ConfiguredData;
import org.vae4j.experiment.rundir.Json;
import org.vae4j.experiment.rundir.RunDirectoryException;
import org.vae4j.model.LatentModel;
import org.vae4j.train.Progress;
import org.vae4j.train.checkpoint.Checkpoint;

/**
 * A run that has trained, finished or not, opened for use: its configuration, its model and, when asked for, its data.
 *
 * @param root the run directory
 * @param config as resolved
 * @param model the one the run selected: the best on validation, else the last
 * @param progress how far training had come when the model was that
 */
public record TrainedRun(Path root, ExperimentConfig config, LatentModel model, Progress progress) {

    /**
     * Opens a run.
     *
     * @param root a run directory
     * @return ready to use
     * @throws RunDirectoryException when it is none, or has no checkpoint that can be read
     * @throws ConfigException when it trained no model or its configuration is damaged
     */
    public static TrainedRun open(Path root) {
        ExperimentConfig config = config(root);
        TrainingConfig training = config.training()
                .orElseThrow(() -> new ConfigException("found a run of " + config.experiment() + " in " + root
                        + ", which trains no model; expected one that does, such as mnist-vae"));
        Checkpoint checkpoint = checkpoint(root, training.select());
        return new TrainedRun(root, config, checkpoint.model(), checkpoint.progress());
    }

    /**
     * The configuration alone.
     *
     * @param root a run directory
     * @return as resolved
     * @throws RunDirectoryException when it is none
     */
    public static ExperimentConfig config(Path root) {
        Path file = root.resolve("config.yaml");
        if (!Files.isRegularFile(file)) {
            throw RunDirectoryException.noRun(root);
        }
        return ConfigResolver.stored(file);
    }

    /**
     * What was found in data of the user's own.
     *
     * @param root a run directory
     * @return nothing for a data set of the catalogue, or before the data was opened
     */
    public static Optional<DataDescription> description(Path root) {
        Path file = root.resolve("data.json");
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        try {
            return Optional.of(Json.read(file, DataDescription.class));
        } catch (IOException e) {
            throw RunDirectoryException.damaged(file, e);
        }
    }

    /**
     * What its likelihoods are measured on.
     *
     * @return nothing when its data is of the user's own and was not opened yet
     */
    public Optional<LikelihoodProtocol> protocol() {
        return description(root)
                .map(own -> LikelihoodProtocol.of(config, own))
                .orElseGet(() -> LikelihoodProtocol.of(config));
    }

    /**
     * The data it was trained and tested on.
     *
     * @return verified
     * @throws org.vae4j.data.DataException when files are missing or not what they should be
     */
    public ConfiguredData data() {
        return verified(config.data().orElseThrow());
    }

    /**
     * The same data, in another place on this machine.
     *
     * @param folder searched instead of the stored folder
     * @return verified
     * @throws org.vae4j.data.DataException when files are missing or not what they should be
     * @throws RunDirectoryException when their content is another than what the run recorded
     */
    public ConfiguredData data(Path folder) {
        return verified(config.data().orElseThrow().in(folder.toString()));
    }

    private ConfiguredData verified(DataConfig place) {
        ConfiguredData data = ConfiguredData.open(place, config.seed())
                .conditionedOn(config.model().orElseThrow().condition());
        RecordedData.of(root).requireSame(data.identity());
        return data;
    }

    /**
     * The densities that the run has fitted to its codes.
     *
     * @return to be opened by name
     */
    public CodeDensities densities() {
        return new CodeDensities(config.evaluation().orElseThrow(), root, config.seed());
    }

    private static Checkpoint checkpoint(Path root, TrainingConfig.Selection selection) {
        CheckpointFiles files = new CheckpointFiles(root.resolve("checkpoints"));
        try {
            return files.selected(selection == TrainingConfig.Selection.BEST_VALID)
                    .orElseThrow(() -> new RunDirectoryException("found no checkpoint that can be read in " + root
                            + ", expected last.zip or previous.zip in its folder checkpoints: train it first"));
        } catch (IOException e) {
            throw new RunDirectoryException(
                    "cannot read the checkpoints of " + root + " (" + e.getMessage() + "), expected a trained model",
                    e);
        }
    }
}
