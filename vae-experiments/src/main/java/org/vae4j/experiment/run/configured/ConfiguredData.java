package org.vae4j.experiment.run.configured;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.vae4j.data.ImageSet;
import org.vae4j.data.ImageShape;
import org.vae4j.data.Split;
import org.vae4j.data.catalog.DataSpec;
import org.vae4j.data.catalog.Datasets;
import org.vae4j.data.catalog.LineSpec;
import org.vae4j.data.iterator.ImageBatchIterator;
import org.vae4j.data.synthetic.LineFactors;
import org.vae4j.data.transform.Binarisation;
import org.vae4j.experiment.config.ConfigException;
import org.vae4j.experiment.config.section.DataConfig;
import org.vae4j.experiment.config.section.LinesConfig;
import org.vae4j.experiment.config.section.ModelConfig;
import org.vae4j.math.Streams;

/**
 * The data that a configuration asks for, opened.
 *
 * @param spec what was asked for
 * @param split what was found
 * @param seed of the run: order and dynamic binarisation are derived from it
 * @param classes how many classes stand, in one-hot code, behind the features of each example; 0 for a model without a
 *     condition
 */
public record ConfiguredData(DataSpec spec, Split split, long seed, int classes) {

    /**
     * Opens the data.
     *
     * @param config which
     * @param seed of the run
     * @return verified
     * @throws ConfigException when the sizes do not fit the data
     * @throws org.vae4j.data.DataException when files are missing or not what they should be
     */
    public static ConfiguredData open(DataConfig config, long seed) {
        boolean dynamic = config.binarisation().equals("dynamic");
        Binarisation binarisation =
                Binarisation.of(config.binarisation(), dynamic ? Streams.derive(seed, "binarise") : config.seed());
        try {
            DataSpec spec = new DataSpec(
                    config.name(),
                    config.dir().map(Path::of),
                    config.limit(),
                    config.valid(),
                    binarisation,
                    lines(config.lines(), config.seed()));
            return new ConfiguredData(spec, Datasets.open(spec), seed, 0);
        } catch (IllegalArgumentException e) {
            throw new ConfigException(e.getMessage(), e);
        }
    }

    /**
     * The same data, whose batches carry what the model is told beside the features.
     *
     * @param condition of the model
     * @return the data
     * @throws ConfigException when they have no labels
     */
    public ConfiguredData conditionedOn(ModelConfig.Condition condition) {
        if (condition == ModelConfig.Condition.NONE) {
            return this;
        }
        List<ImageSet> parts = Stream.concat(
                        Stream.of(split.train(), split.test()), split.valid().stream())
                .toList();
        if (!parts.stream().allMatch(ImageSet::hasLabels)) {
            throw new ConfigException("model.condition: found label with the data set " + spec.name()
                    + ", which has no labels, expected a labelled one: set data.name=mnist, or model.condition=none");
        }
        int most = parts.stream()
                .flatMapToInt(part -> IntStream.range(0, part.size()).map(part::label))
                .max()
                .orElseThrow();
        return new ConfiguredData(spec, split, seed, most + 1);
    }

    /**
     * What provenance records.
     *
     * @return name, sizes, SHA-256 of every part
     */
    public String identity() {
        return Datasets.identity(spec, split);
    }

    /**
     * The mean of each feature over the training data.
     *
     * @return in [0, 1]
     */
    double[] featureMeans() {
        ImageSet train = split.train();
        double[] means = new double[train.shape().size()];
        float[] example = new float[means.length];
        for (int i = 0; i < train.size(); i++) {
            train.copyTo(i, example, 0);
            for (int j = 0; j < means.length; j++) {
                means[j] += example[j];
            }
        }
        for (int j = 0; j < means.length; j++) {
            means[j] /= train.size();
        }
        return means;
    }

    /**
     * The training batches, every epoch in an order of its own.
     *
     * @param batchSize examples a batch
     * @return at the beginning
     */
    public ImageBatchIterator training(int batchSize) {
        return ImageBatchIterator.shuffled(split.train(), batchSize, Streams.derive(seed, "shuffle"))
                .binarisation(onTheFly())
                .conditions(classes)
                .reuseArrays(true)
                .build();
    }

    /**
     * The batches of a part in their own order, as a model is evaluated on.
     *
     * @param part of this data
     * @param batchSize examples a batch
     * @return at the beginning
     */
    public ImageBatchIterator evaluation(ImageSet part, int batchSize) {
        return ImageBatchIterator.sequential(part, batchSize)
                .binarisation(onTheFly())
                .conditions(classes)
                .reuseArrays(true)
                .build();
    }

    /** Everything else was done when the data was opened. */
    private Binarisation onTheFly() {
        return spec.binarisation() instanceof Binarisation.Dynamic dynamic ? dynamic : new Binarisation.None();
    }

    private static LineSpec lines(LinesConfig config, long seed) {
        boolean grey = config.colour() == LinesConfig.Colour.GREY;
        return new LineSpec(
                new ImageShape(grey ? 1 : 3, config.size(), config.size()),
                grey ? LineFactors.grey() : LineFactors.rgb(),
                config.train(),
                config.test(),
                seed);
    }

    /**
     * The validation part.
     *
     * @return nothing when none is held out
     */
    public Optional<ImageSet> valid() {
        return split.valid();
    }
}
