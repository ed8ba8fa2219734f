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
 * Turns weights that another program has trained into a run. The run holds a checkpoint after the last epoch of its
 * configuration, so that nothing is left to train: continuing the run computes its test results, pictures and report,
 * and every command that uses a model works on it.
 */
public final class ModelImport {

    /** The number of hexadecimal digits of a hash in the name of a run. */
    private static final int HASH_DIGITS = 8;

    private final WeightFile weights;
    private final WeightMapping mapping;
    private final String sha256;

    private ModelImport(WeightFile weights, WeightMapping mapping) {
        this.weights = weights;
        this.mapping = mapping;
        this.sha256 = sha256(weights.file());
    }

    /**
     * Prepares an import in which every parameter is the tensor of its own name.
     *
     * @param weights the file of the weights
     * @return the import, of which nothing is written yet
     * @throws ConfigException if the file cannot be read
     */
    public static ModelImport of(WeightFile weights) {
        return new ModelImport(weights, WeightMapping.SAME);
    }

    /**
     * Prepares an import by a mapping file.
     *
     * @param weights the file of the weights
     * @param map the mapping file, which says in YAML which tensors make up each parameter
     * @return the import, of which nothing is written yet
     * @throws ConfigException if the mapping is invalid, or if a file cannot be read
     */
    public static ModelImport of(WeightFile weights, Path map) {
        return new ModelImport(weights, WeightMapping.read(map));
    }

    /**
     * The name of the run unless the user gives one. It follows from the content of the file.
     *
     * @return {@code imported-} and the first digits of the file's SHA-256
     */
    public String name() {
        return "imported-" + sha256.substring(0, HASH_DIGITS);
    }

    /**
     * Writes the run without evaluating it. All checks are made before a directory is created. If writing fails, the
     * directory has no checkpoint, and the same import can be written again.
     *
     * @param config the configuration of the network, the data and the run's name
     * @param runs the folder of all runs
     * @param commandLine the words of the command as they were typed
     * @return the directory of the run
     * @throws ConfigException if the tensors do not fit the network
     * @throws RunDirectoryException if the run exists already, or if it cannot be written
     */
    public Path write(ExperimentConfig config, Path runs, List<String> commandLine) {
        TrainingConfig training = training(config);
        Path root = RunDirectory.locate(runs, config);
        requireNoRun(root);
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

    private static void requireNoRun(Path root) {
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
            throw new IllegalStateException("every Java has SHA-256", e);
        } catch (IOException e) {
            throw new ConfigException("cannot read " + file + " (" + e.getMessage() + ")", e);
        }
    }
}
