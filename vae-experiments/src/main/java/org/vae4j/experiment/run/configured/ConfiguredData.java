package org.vae4j.experiment.run.configured;

import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.vae4j.data.DataRange;
import org.vae4j.data.ExampleSet;
import org.vae4j.data.ImageSet;
import org.vae4j.data.ImageShape;
import org.vae4j.data.Split;
import org.vae4j.data.catalog.DataSpec;
import org.vae4j.data.catalog.Datasets;
import org.vae4j.data.catalog.LineSpec;
import org.vae4j.data.catalog.SpriteSpec;
import org.vae4j.data.iterator.Handling;
import org.vae4j.data.iterator.ImageBatchIterator;
import org.vae4j.data.iterator.Partners;
import org.vae4j.data.source.own.DataDescription;
import org.vae4j.data.source.own.OwnData;
import org.vae4j.data.source.own.OwnSpec;
import org.vae4j.data.synthetic.FactorRenderer;
import org.vae4j.data.synthetic.LineDataset;
import org.vae4j.data.synthetic.LineFactors;
import org.vae4j.data.synthetic.SpriteDataset;
import org.vae4j.data.transform.Binarisation;
import org.vae4j.data.transform.Dequantisation;
import org.vae4j.experiment.config.advice.Nearest;
import org.vae4j.experiment.config.binding.ConfigException;
import org.vae4j.experiment.config.section.DataConfig;
import org.vae4j.experiment.config.section.LinesConfig;
import org.vae4j.experiment.config.section.ModelConfig;
import org.vae4j.likelihood.ValueRange;
import org.vae4j.math.Streams;

/**
 * The data that a configuration describes, opened.
 *
 * @param spec the requested data set with its sizes and binarisation
 * @param split the parts that were opened
 * @param seed the seed of the run, from which the order of examples and dynamic binarisation are derived
 * @param handling the changes of an example each time it is used for training
 * @param own the description of data of the user's own; empty for a data set of the catalogue
 * @param classes the number of classes that follow the features of each example in one-hot code; 0 for a model without
 *     a condition
 * @param partners the source of the second examples of pairs; empty where training takes single examples
 */
public record ConfiguredData(
        DataSpec spec,
        Split split,
        long seed,
        Handling handling,
        Optional<DataDescription> own,
        int classes,
        Optional<Partners> partners) {

    private static final int NO_CLASSES = 0;

    /**
     * Opens and verifies the data.
     *
     * @param config the section {@code data} of a configuration
     * @param seed the seed of the run
     * @return the opened data, without conditions
     * @throws ConfigException when the sizes do not fit the data, or it cannot be handled as configured
     * @throws org.vae4j.data.DataException when files are missing or damaged
     */
    public static ConfiguredData open(DataConfig config, long seed) {
        boolean dynamic = config.binarisation().equals("dynamic");
        Binarisation binarisation =
                Binarisation.of(config.binarisation(), dynamic ? Streams.derive(seed, "binarise") : config.seed());
        try {
            DataSpec spec = spec(config, binarisation);
            Handling handling = new Handling(
                    dynamic ? binarisation : new Binarisation.None(),
                    config.dequantise(),
                    config.augment(),
                    Streams.derive(seed, "handling"));
            ConfiguredData opened = config.own().isPresent()
                    ? ownData(config, spec, seed, handling)
                    : catalogued(config, spec, seed, handling);
            opened.requireHandling();
            return opened;
        } catch (IllegalArgumentException e) {
            throw new ConfigException(e.getMessage(), e);
        }
    }

    private static DataSpec spec(DataConfig config, Binarisation binarisation) {
        return new DataSpec(
                config.own().map(OwnSpec::name).orElse(config.name()),
                config.dir().map(Path::of),
                config.pictureRule(),
                config.limit(),
                config.valid(),
                binarisation,
                lines(config.lines(), config.seed()),
                sprites(config.sprites(), config.seed()));
    }

    private static ConfiguredData catalogued(DataConfig config, DataSpec spec, long seed, Handling handling) {
        Split split = Datasets.open(spec);
        Optional<Partners> partners = partners(config, spec, seed);
        return new ConfiguredData(spec, split, seed, handling, Optional.empty(), NO_CLASSES, partners);
    }

    private static ConfiguredData ownData(DataConfig config, DataSpec spec, long seed, Handling handling) {
        requireNoPairs(config);
        config.source().ifPresent(ConfiguredData::requirePlace);
        OwnData found = OwnData.open(config.own().orElseThrow());
        Split split = Datasets.refine(found.split(), spec);
        Optional<DataDescription> description = Optional.of(DataDescription.of(spec.name(), found, split));
        return new ConfiguredData(spec, split, seed, handling, description, NO_CLASSES, Optional.empty());
    }

    /**
     * Explains a missing source that is the name of a data set, or a path that only a shell would expand. The error of
     * any other missing source is left to who reads it.
     */
    private static void requirePlace(String source) {
        if (new File(source).exists()) {
            return;
        }
        if (source.startsWith("~")) {
            throw new ConfigException("found nothing at " + source + ", expected a folder or a file of examples: the"
                    + " shell replaces no ~ behind an equals sign, write $HOME" + source.substring(1));
        }
        boolean path = source.contains("/") || source.contains(".") || source.contains("*");
        Optional<String> known = path ? Optional.empty() : Nearest.to(source, Datasets.names());
        known.ifPresent(name -> {
            throw new ConfigException("found nothing at " + source + ", expected a folder or a file of examples, or a"
                    + " name that vae data list shows: '" + name + "' is a data set, which data.name=" + name
                    + " takes");
        });
    }

    private static Optional<Partners> partners(DataConfig config, DataSpec spec, long seed) {
        if (config.pairs().isEmpty()) {
            return Optional.empty();
        }
        FactorRenderer renderer;
        if (config.generatesSprites()) {
            renderer = SpriteDataset.renderer(spec.sprites().size());
        } else if (config.generatesLines()) {
            renderer = LineDataset.renderer(spec.lines().shape(), spec.lines().factors());
        } else {
            requireNoPairs(config);
            return Optional.empty();
        }
        return Optional.of(new Partners(renderer, config.pairs().getAsInt(), Streams.derive(seed, "pairs")));
    }

    private static void requireNoPairs(DataConfig config) {
        if (config.pairs().isPresent()) {
            throw new ConfigException("data.pairs: found " + config.pairs().getAsInt() + " with data.name="
                    + config.name() + (config.source().isPresent() ? " of your own" : "")
                    + ", whose factors are not known, expected generated data: set data.name=sprites or lines, or leave"
                    + " it out");
        }
    }

    /** Refuses to augment a table, and to dequantise anything but bytes. */
    private void requireHandling() {
        boolean pictures = split.train().shape() instanceof ImageShape;
        if (!handling.augmentation().changesNothing() && !pictures) {
            throw new ConfigException("data.augment: found a table, expected images: leave it out");
        }
        boolean bytes = split.train() instanceof ImageSet images && images.values() == DataRange.LEVELS;
        if (handling.dequantisation() != Dequantisation.NONE && !bytes) {
            throw new ConfigException(
                    "data.dequantise: found " + split.train() + ", expected images of 256 grey levels: leave it out");
        }
    }

    /**
     * The same data with batches that carry the model's condition after the features.
     *
     * @param condition the condition of the model
     * @return data with conditions; this data for a model without a condition
     * @throws ConfigException when the model is conditioned on labels and a part has none
     */
    public ConfiguredData conditionedOn(ModelConfig.Condition condition) {
        if (condition == ModelConfig.Condition.NONE) {
            return this;
        }
        List<ExampleSet> parts = Stream.concat(Stream.of(split.train(), split.test()), split.valid().stream())
                .toList();
        if (!parts.stream().allMatch(ExampleSet::hasLabels)) {
            throw new ConfigException("model.condition: found label with the data set " + spec.name()
                    + ", which has no labels, expected a labelled one: set data.name=mnist, or model.condition=none");
        }
        int largestLabel = parts.stream()
                .flatMapToInt(part -> IntStream.range(0, part.size()).map(part::label))
                .max()
                .orElseThrow();
        return new ConfiguredData(spec, split, seed, handling, own, largestLabel + 1, partners);
    }

    /**
     * The range of the values that the model sees, after binarisation and dequantisation.
     *
     * @return the range of the training part, or what dynamic binarisation or dequantisation makes of it
     */
    public ValueRange values() {
        if (spec.binarisation() instanceof Binarisation.Dynamic) {
            return ValueRange.BINARY;
        }
        return handling.dequantisation() == Dequantisation.NONE
                ? ValueRange.valueOf(split.train().values().name())
                : ValueRange.UNIT_INTERVAL;
    }

    /**
     * Identifies the content of the data for the run's provenance.
     *
     * @return name, sizes and SHA-256 of every part; for a conditional model also the SHA-256 of the labels
     */
    public String identity() {
        String content = Datasets.identity(spec, split);
        return classes == NO_CLASSES ? content : content + " labels=sha256:" + labelHashes();
    }

    private String labelHashes() {
        return Stream.concat(Stream.of(split.train(), split.test()), split.valid().stream())
                .map(ExampleSet::labelsSha256)
                .collect(Collectors.joining("+"));
    }

    /**
     * Computes the mean of each feature over the training data.
     *
     * @return one mean per feature; in [0, 1] for images of the catalogue
     */
    double[] featureMeans() {
        ExampleSet train = split.train();
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
     * Iterates over the training batches, in a new order in every epoch. The arrays of a batch are reused by the next.
     *
     * @param batchSize examples per batch
     * @return an iterator at its beginning
     * @throws ConfigException when no pairs can be made of this data
     */
    public ImageBatchIterator training(int batchSize) {
        ImageBatchIterator.Builder batches = ImageBatchIterator.shuffled(
                        split.train(), batchSize, Streams.derive(seed, "shuffle"))
                .handling(handling)
                .conditions(classes)
                .reuseArrays(true);
        partners.ifPresent(batches::pairs);
        try {
            return batches.build();
        } catch (IllegalArgumentException e) {
            throw new ConfigException(e.getMessage(), e);
        }
    }

    /**
     * Iterates over the batches of a part in stored order, for evaluation: nothing is augmented. The arrays of a batch
     * are reused by the next.
     *
     * @param part a part of this data
     * @param batchSize examples per batch
     * @return an iterator at its beginning
     */
    public ImageBatchIterator evaluation(ExampleSet part, int batchSize) {
        return ImageBatchIterator.sequential(part, batchSize)
                .handling(handling.forEvaluation())
                .conditions(classes)
                .reuseArrays(true)
                .build();
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

    private static SpriteSpec sprites(DataConfig.Sprites config, long seed) {
        return new SpriteSpec(config.size(), config.train(), config.test(), seed);
    }

    /**
     * The validation part.
     *
     * @return the validation examples; empty when none are held out
     */
    public Optional<ExampleSet> valid() {
        return split.valid();
    }
}
