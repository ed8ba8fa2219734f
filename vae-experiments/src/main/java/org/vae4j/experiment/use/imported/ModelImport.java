package org.vae4j.experiment.use.imported;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
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
import org.vae4j.data.iterator.ImageBatchIterator;
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
 * Makes a run of weights that another program has trained. The run has nothing left to train: it holds a checkpoint
 * after the last epoch of its configuration, so that continuing it computes the test results, pictures and report, and
 * every command that uses a model works on it.
 */
public final class ModelImport {

    private static final int DIGITS = 8;

    private final WeightFile weights;
    private final WeightMapping mapping;

    private ModelImport(WeightFile weights, WeightMapping mapping) {
        this.weights = weights;
        this.mapping = mapping;
    }

    /**
     * An import in which every parameter has the tensor of its own name.
     *
     * @param weights the file
     * @return ready to write
     */
    public static ModelImport of(WeightFile weights) {
        return new ModelImport(weights, WeightMapping.SAME);
    }

    /**
     * An import by a mapping file.
     *
     * @param weights the file
     * @param map says in YAML which tensors make up which parameter
     * @return ready to write
     * @throws ConfigException when the mapping file is none
     */
    public static ModelImport of(WeightFile weights, Path map) {
        return new ModelImport(weights, WeightMapping.read(map));
    }

    /**
     * A name for the run that only this content has.
     *
     * @return {@code imported-} and the first digits of the file's SHA-256
     */
    public String name() {
        return "imported-" + sha256().substring(0, DIGITS);
    }

    /**
     * Makes the run, before its evaluation. Everything that can be refused is refused before a directory is made.
     *
     * @param config the configuration of the network and of the data; its name is that of the run
     * @param runs the folder of all runs
     * @param commandLine as it was typed
     * @return the run's directory
     * @throws ConfigException when the tensors do not fit the network
     * @throws RunDirectoryException when the run is there already, or cannot be written
     */
    public Path write(ExperimentConfig config, Path runs, List<String> commandLine) {
        TrainingConfig training = config.training()
                .filter(t -> config.model().isPresent() && config.data().isPresent())
                .orElseThrow(() -> new ConfigException("found the experiment " + config.experiment()
                        + ", which trains no model, expected one that does, such as mnist-vae"));
        Path root = RunDirectory.locate(runs, config);
        if (new CheckpointFiles(root.resolve("checkpoints")).hasAny()
                || RunFiles.in(root).isDone()) {
            throw new RunDirectoryException("found a run in " + root
                    + ", expected none: nothing was written over; give the import another name by --name");
        }
        ConfiguredData data = ConfiguredData.open(config.data().orElseThrow(), config.seed())
                .conditionedOn(config.model().orElseThrow().condition());
        ImageBatchIterator batches = data.training(training.batchSize());
        LatentModel model = ConfiguredModel.create(config, data, batches.batchesPerEpoch());
        Map<String, List<String>> made = new ImportedWeights(weights, mapping).putInto(model.graph());
        Progress end =
                new Progress(Math.multiplyExact(training.epochs(), batches.batchesPerEpoch()), training.epochs(), 0);
        RunDirectory directory = RunDirectory.open(runs, config);
        try (RunSession session = new RunSession(directory)) {
            Provenance provenance = new Provenance(directory, config, commandLine);
            provenance.add("imported", record(made));
            provenance.add("data", data.identity());
            new CheckpointFiles(directory.checkpoints()).write(new Checkpoint(model, end, ElboTerms.NONE));
            session.end(RunState.PAUSED, "imported, not evaluated yet");
        } catch (IOException e) {
            throw RunDirectoryException.unwritable(root, e, "make room, and give the command again");
        }
        return root;
    }

    private Map<String, Object> record(Map<String, List<String>> made) {
        Map<String, Object> record = new LinkedHashMap<>();
        record.put("file", weights.file().getFileName().toString());
        record.put("sha256", sha256());
        record.put("layout", mapping.layout().name().toLowerCase(Locale.ROOT));
        record.put("tensors", made);
        return record;
    }

    private String sha256() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            try (InputStream in = new DigestInputStream(Files.newInputStream(weights.file()), digest)) {
                in.transferTo(OutputStream.nullOutputStream());
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
