package org.vae4j.experiment.run.trained;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.vae4j.data.ExampleSet;
import org.vae4j.data.iterator.ImageBatchIterator;
import org.vae4j.density.CodeDensity;
import org.vae4j.density.LatentDensity;
import org.vae4j.experiment.config.binding.ConfigException;
import org.vae4j.experiment.config.section.EvaluationConfig;
import org.vae4j.experiment.run.configured.ConfiguredData;
import org.vae4j.experiment.rundir.RunDirectoryException;
import org.vae4j.extension.Registry;
import org.vae4j.layers.NoisePosition;
import org.vae4j.math.Streams;
import org.vae4j.model.LatentModel;

/**
 * The densities that are fitted to the codes of a run's training examples, one file each in the run's folder
 * {@code densities}. The code of an example is a draw from q(z|x), or the encoder's output in a deterministic
 * autoencoder.
 */
public final class CodeDensities {

    /** The name that selects the model's own prior in place of a fitted density. */
    public static final String PRIOR = "prior";

    private final EvaluationConfig config;
    private final Path folder;
    private final long seed;

    /**
     * The densities of a run; nothing is read or written yet.
     *
     * @param config names the densities, in the run's configuration
     * @param root the run directory
     * @param seed the seed of the run
     */
    public CodeDensities(EvaluationConfig config, Path root, long seed) {
        this.config = config;
        this.folder = root.resolve("densities");
        this.seed = Streams.derive(seed, "densities");
    }

    /**
     * Fits all densities of the configuration to the training codes and writes them.
     *
     * @param model the trained model
     * @param data the data of the run
     * @return by density, the mean of -log p(z) over the training and over the test codes, in nats; empty when the
     *     configuration names no density
     * @throws IOException when a file cannot be written
     * @throws ConfigException when a density cannot be fitted to these codes
     */
    public Optional<Map<String, Map<String, Double>>> fit(LatentModel model, ConfiguredData data) throws IOException {
        if (config.densities().isEmpty()) {
            return Optional.empty();
        }
        Map<String, Map<String, Double>> negLogDensityNats = new LinkedHashMap<>();
        INDArray training = codes(model, data, data.split().train(), "training codes");
        INDArray test = codes(model, data, data.split().test(), "test codes");
        for (LatentDensity density : config.densities()) {
            CodeDensity fitted = fitted(density, training);
            Files.createDirectories(folder);
            fitted.save(folder.resolve(density.name()));
            long noise = Streams.derive(seed, "bound");
            Map<String, Double> nats = new LinkedHashMap<>();
            nats.put("trainNegLogDensityNats", fitted.negLogDensityNats(training, noise));
            nats.put("testNegLogDensityNats", fitted.negLogDensityNats(test, noise));
            negLogDensityNats.put(density.name(), nats);
        }
        return Optional.of(negLogDensityNats);
    }

    private CodeDensity fitted(LatentDensity density, INDArray codes) {
        try {
            return density.fit(codes, Streams.derive(seed, density.name()));
        } catch (IllegalArgumentException e) {
            throw new ConfigException("evaluation.densities." + density.name() + ": " + e.getMessage(), e);
        }
    }

    /**
     * One code per example, {@code [examples, latents]}; the noise of the draws is the named stream of the run's seed.
     */
    private INDArray codes(LatentModel model, ConfiguredData data, ExampleSet part, String stream) {
        INDArray codes = Nd4j.createUninitialized(DataType.FLOAT, new long[] {part.size(), model.latent()}, 'f');
        long noise = Streams.derive(seed, stream);
        ImageBatchIterator batches = data.evaluation(part, config.batchSize());
        long first = 0;
        while (batches.hasNext()) {
            INDArray x = batches.next().getFeatures();
            // The rows of the first draw of each example come first, where a model has several draws.
            INDArray z = model.compiled()
                    .output(
                            x,
                            model.roles().latent(),
                            NoisePosition.evaluation(noise).fromExample(first))
                    .array()
                    .get(NDArrayIndex.interval(0, x.size(0)), NDArrayIndex.all());
            codes.get(NDArrayIndex.interval(first, first + x.size(0)), NDArrayIndex.all())
                    .assign(z);
            first += x.size(0);
        }
        return codes;
    }

    /**
     * Reads the first fitted density of the configuration.
     *
     * @return the density; empty where there is none
     * @throws RunDirectoryException when its file cannot be read
     */
    public Optional<CodeDensity> open() {
        return open(
                config.densities().isEmpty() ? PRIOR : config.densities().get(0).name());
    }

    /**
     * Reads a fitted density.
     *
     * @param wanted the name of the density, or {@value #PRIOR}
     * @return the density; empty for the model's own prior
     * @throws ConfigException when the configuration has no density of that name
     * @throws RunDirectoryException when its file cannot be read
     */
    public Optional<CodeDensity> open(String wanted) {
        if (wanted.equals(PRIOR)) {
            return Optional.empty();
        }
        List<String> known =
                config.densities().stream().map(LatentDensity::name).toList();
        LatentDensity density = config.densities().stream()
                .filter(each -> each.name().equals(wanted))
                .findFirst()
                .orElseThrow(() -> new ConfigException("found no density '" + wanted + "' in the run, expected "
                        + PRIOR + (known.isEmpty() ? "" : " or one of " + String.join(", ", known))
                        + ": train with evaluation.densities=[NAME], NAME one of "
                        + String.join(", ", Registry.of(LatentDensity.class).names())));
        try {
            return Optional.of(density.load(folder.resolve(wanted)));
        } catch (IOException | RuntimeException e) {
            throw new RunDirectoryException(
                    "cannot read " + folder.resolve(wanted) + " (" + e.getMessage()
                            + "), expected the density that the run fits at its end: finish the run, or draw from "
                            + PRIOR,
                    e);
        }
    }
}
