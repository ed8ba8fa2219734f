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
 * A run that has trained a model, finished or not, opened for use: its configuration, its model and, on request, its
 * data.
 *
 * @param root the run directory
 * @param config the resolved configuration
 * @param model the model that the run selected: the best on validation, or else the last
 * @param progress the position in training at which the model had these parameters
 */
public record TrainedRun(Path root, ExperimentConfig config, LatentModel model, Progress progress) {

    /**
     * Opens a run and loads its model.
     *
     * @param root a run directory
     * @return the run with its model
     * @throws RunDirectoryException when the path is no run directory, or no checkpoint in it can be read
     * @throws ConfigException when the run trains no model or its configuration is damaged
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
     * Reads the configuration of a run without loading its model.
     *
     * @param root a run directory
     * @return the resolved configuration
     * @throws RunDirectoryException when the path is no run directory
     * @throws ConfigException when the configuration is damaged
     */
    public static ExperimentConfig config(Path root) {
        Path file = root.resolve("config.yaml");
        if (!Files.isRegularFile(file)) {
            throw RunDirectoryException.noRun(root);
        }
        return ConfigResolver.stored(file);
    }

    /**
     * Reads the description of the user's own data on which a run trains.
     *
     * @param root a run directory
     * @return the description; empty for a data set of the catalogue, or before the run opened its data
     * @throws RunDirectoryException when the description is damaged
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
     * The protocol under which the run's likelihoods are comparable with those of other runs.
     *
     * @return the protocol; empty when the run uses data of the user's own that it has not opened yet
     */
    public Optional<LikelihoodProtocol> protocol() {
        return description(root)
                .map(own -> LikelihoodProtocol.of(config, own))
                .orElseGet(() -> LikelihoodProtocol.of(config));
    }

    /**
     * Opens the data on which the run was trained and tested.
     *
     * @return the data, whose content is what the run recorded
     * @throws org.vae4j.data.DataException when files are missing or damaged
     * @throws RunDirectoryException when the content differs from what the run recorded
     */
    public ConfiguredData data() {
        return verified(config.data().orElseThrow());
    }

    /**
     * Opens the same data in another folder.
     *
     * @param folder the folder that is searched in place of the configured one
     * @return the data, whose content is what the run recorded
     * @throws org.vae4j.data.DataException when files are missing or damaged
     * @throws RunDirectoryException when the content differs from what the run recorded
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
     * The densities that the run has fitted to its codes, to be opened by name.
     *
     * @return the densities
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
