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
 * The data that a configuration asks for, opened.
 *
 * @param spec what was asked for
 * @param split what was found
 * @param seed of the run: order and dynamic binarisation are derived from it
 * @param handling what is done to an example each time it is used for training
 * @param own what was found in data of the user's own; nothing for a data set of the catalogue
 * @param classes how many classes stand, in one-hot code, behind the features of each example; 0 for a model without a
 *     condition
 * @param partners the second examples of pairs; nothing where training takes examples one by one
 */
public record ConfiguredData(
        DataSpec spec,
        Split split,
        long seed,
        Handling handling,
        Optional<DataDescription> own,
        int classes,
        Optional<Partners> partners) {

    /**
     * Opens the data.
     *
     * @param config the section {@code data} of a configuration
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
            Optional<OwnSpec> own = config.own();
            DataSpec spec = new DataSpec(
                    own.map(OwnSpec::name).orElse(config.name()),
                    config.dir().map(Path::of),
                    config.pictureRule(),
                    config.limit(),
                    config.valid(),
                    binarisation,
                    lines(config.lines(), config.seed()),
                    sprites(config.sprites(), config.seed()));
            Handling handling = new Handling(
                    dynamic ? binarisation : new Binarisation.None(),
                    config.dequantise(),
                    config.augment(),
                    Streams.derive(seed, "handling"));
            if (own.isEmpty()) {
                return new ConfiguredData(
                                spec,
                                Datasets.open(spec),
                                seed,
                                handling,
                                Optional.empty(),
                                0,
                                partners(config, spec, seed))
                        .handledAsTheyCanBe();
            }
            requireNoPairs(config);
            config.source().ifPresent(ConfiguredData::requirePlace);
            OwnData found = OwnData.open(own.get());
            Split split = Datasets.refine(found.split(), spec);
            DataDescription description = DataDescription.of(spec.name(), found, split);
            return new ConfiguredData(spec, split, seed, handling, Optional.of(description), 0, Optional.empty())
                    .handledAsTheyCanBe();
        } catch (IllegalArgumentException e) {
            throw new ConfigException(e.getMessage(), e);
        }
    }

    /** What somebody wrote who meant no path by it, or one that only a shell would have found. */
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

    /** Tables cannot be augmented, and only bytes dequantised. */
    private ConfiguredData handledAsTheyCanBe() {
        boolean pictures = split.train().shape() instanceof ImageShape;
        if (!handling.augmentation().changesNothing() && !pictures) {
            throw new ConfigException("data.augment: found a table, expected images: leave it out");
        }
        boolean bytes = split.train() instanceof ImageSet images && images.values() == DataRange.LEVELS;
        if (handling.dequantisation() != Dequantisation.NONE && !bytes) {
            throw new ConfigException(
                    "data.dequantise: found " + split.train() + ", expected images of 256 grey levels: leave it out");
        }
        return this;
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
        List<ExampleSet> parts = Stream.concat(Stream.of(split.train(), split.test()), split.valid().stream())
                .toList();
        if (!parts.stream().allMatch(ExampleSet::hasLabels)) {
            throw new ConfigException("model.condition: found label with the data set " + spec.name()
                    + ", which has no labels, expected a labelled one: set data.name=mnist, or model.condition=none");
        }
        int most = parts.stream()
                .flatMapToInt(part -> IntStream.range(0, part.size()).map(part::label))
                .max()
                .orElseThrow();
        return new ConfiguredData(spec, split, seed, handling, own, most + 1, partners);
    }

    /**
     * The values that the model sees.
     *
     * @return by the training part and by what is binarised or dequantised anew in each epoch
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
     * What provenance records.
     *
     * @return name, sizes, SHA-256 of every part; for a model with a condition also of the classes that it is told
     */
    public String identity() {
        String content = Datasets.identity(spec, split);
        return classes == 0 ? content : content + " labels=sha256:" + told();
    }

    private String told() {
        return Stream.concat(Stream.of(split.train(), split.test()), split.valid().stream())
                .map(ExampleSet::labelsSha256)
                .collect(Collectors.joining("+"));
    }

    /**
     * The mean of each feature over the training data.
     *
     * @return in [0, 1] for images of the catalogue
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
     * The training batches, every epoch in an order of its own.
     *
     * @param batchSize examples per batch
     * @return at the beginning
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
     * The batches of a part in their own order, as a model is evaluated on.
     *
     * @param part of this data
     * @param batchSize examples per batch
     * @return at the beginning
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
     * @return nothing when none is held out
     */
    public Optional<ExampleSet> valid() {
        return split.valid();
    }
}
