package org.vae4j.experiment.use.imported;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.vae4j.experiment.config.ExperimentConfig;
import org.vae4j.experiment.config.binding.ConfigException;
import org.vae4j.experiment.config.section.TrainingConfig;
import org.vae4j.experiment.run.configured.ConfiguredData;
import org.vae4j.experiment.run.configured.ConfiguredModel;
import org.vae4j.experiment.run.trained.CheckpointFiles;
import org.vae4j.experiment.rundir.Provenance;
import org.vae4j.experiment.rundir.RunDirectory;
import org.vae4j.experiment.rundir.RunDirectoryException;
import org.vae4j.experiment.rundir.RunFiles;
import org.vae4j.experiment.rundir.RunSession;
import org.vae4j.experiment.rundir.RunState;
import org.vae4j.model.LatentModel;
import org.vae4j.objective.ElboTerms;
import org.vae4j.train.Progress;
import org.vae4j.train.checkpoint.Checkpoint;

/**
 * Turns weights that another program has trained into a run. The run has nothing left to train: it holds a checkpoint
 * after the last epoch of its configuration, so that continuing it computes the test results, pictures and report, and
 * every command that uses a model works on it.
 */
public final class ModelImport {

    private static final int DIGITS = 8;

    private final WeightFile weights;
    private final WeightMapping mapping;
    private final String sha256;

    private ModelImport(WeightFile weights, WeightMapping mapping) {
        this.weights = weights;
        this.mapping = mapping;
        this.sha256 = sha256(weights.file());
    }

    /**
     * An import in which every parameter has the tensor of its own name.
     *
     * @param weights the file
     * @return the import, of which nothing is written yet
     * @throws ConfigException when the file cannot be read
     */
    public static ModelImport of(WeightFile weights) {
        return new ModelImport(weights, WeightMapping.SAME);
    }

    /**
     * An import by a mapping file.
     *
     * @param weights the file
     * @param map says in YAML which tensors make up which parameter
     * @return the import, of which nothing is written yet
     * @throws ConfigException when the map is not a valid one, or a file cannot be read
     */
    public static ModelImport of(WeightFile weights, Path map) {
        return new ModelImport(weights, WeightMapping.read(map));
    }

    /**
     * A name for the run that follows from the file's content.
     *
     * @return {@code imported-} and the first digits of the file's SHA-256
     */
    public String name() {
        return "imported-" + sha256.substring(0, DIGITS);
    }

    /**
     * Writes the run, whose evaluation is left to whoever continues it. What can be refused is refused before a
     * directory is made. Where writing fails, the directory has no checkpoint, and the same import writes it again.
     *
     * @param config the configuration of the network and of the data; its name is that of the run
     * @param runs the folder of all runs
     * @param commandLine as it was typed
     * @return the run's directory
     * @throws ConfigException when the tensors do not fit the network
     * @throws RunDirectoryException when the run is there already, or cannot be written
     */
    public Path write(ExperimentConfig config, Path runs, List<String> commandLine) {
        TrainingConfig training = training(config);
        Path root = RunDirectory.locate(runs, config);
        requireNone(root);
        ConfiguredData data = ConfiguredData.open(config.data().orElseThrow(), config.seed())
                .conditionedOn(config.model().orElseThrow().condition());
        int batches = data.training(training.batchSize()).batchesPerEpoch();
        LatentModel model = ConfiguredModel.create(config, data, batches);
        Map<String, List<String>> tensors = new ImportedWeights(weights, mapping).putInto(model.graph());
        int epochs = training.epochs();
        Progress trained = new Progress(Math.multiplyExact(epochs, batches), epochs, 0);
        RunDirectory directory = RunDirectory.open(runs, config);
        try (RunSession session = new RunSession(directory)) {
            Provenance provenance = new Provenance(directory, config, commandLine);
            provenance.add("imported", origin(tensors));
            provenance.add("data", data.identity());
            new CheckpointFiles(directory.checkpoints()).write(new Checkpoint(model, trained, ElboTerms.NONE));
            session.end(RunState.PAUSED, "imported, not evaluated yet");
        } catch (IOException e) {
            throw RunDirectoryException.unwritable(root, e, "make room, and give the command again");
        }
        return root;
    }

    private static TrainingConfig training(ExperimentConfig config) {
        return config.training()
                .filter(training -> config.model().isPresent() && config.data().isPresent())
                .orElseThrow(() -> new ConfigException("found the experiment " + config.experiment()
                        + ", which trains no model, expected one that does, such as mnist-vae"));
    }

    private static void requireNone(Path root) {
        if (new CheckpointFiles(root.resolve("checkpoints")).hasAny()
                || RunFiles.in(root).isDone()) {
            throw new RunDirectoryException("found a run in " + root
                    + ", expected none: nothing was written over; give the import another name by --name");
        }
    }

    private Map<String, Object> origin(Map<String, List<String>> tensors) {
        Map<String, Object> origin = new LinkedHashMap<>();
        origin.put("file", weights.file().getFileName().toString());
        origin.put("sha256", sha256);
        origin.put("layout", mapping.layout().name().toLowerCase(Locale.ROOT));
        origin.put("tensors", tensors);
        return origin;
    }

    private static String sha256(Path file) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
                in.transferTo(OutputStream.nullOutputStream());
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        } catch (IOException e) {
            throw new ConfigException("cannot read " + file + " (" + e.getMessage() + ")", e);
        }
    }
}
