package org.vae4j.data.catalog;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.vae4j.data.DataException;
import org.vae4j.data.DataRange;
import org.vae4j.data.ExampleSet;
import org.vae4j.data.ImageSet;
import org.vae4j.data.ImageShape;
import org.vae4j.data.Split;
import org.vae4j.data.iterator.Dl4jMnistIterator;
import org.vae4j.data.source.DataFolders;
import org.vae4j.data.source.PlainFiles;
import org.vae4j.data.source.Source;
import org.vae4j.data.source.image.PictureRule;
import org.vae4j.data.synthetic.LineDataset;
import org.vae4j.data.synthetic.SpriteDataset;
import org.vae4j.data.transform.Binarisation;

/** Lists data sets and opens them by name: generated ones, recorded ones, and those of other jars. */
public final class Datasets {

    private static final String LINES = "lines";
    private static final String SPRITES = "sprites";

    private Datasets() {}

    /**
     * Lists all data sets.
     *
     * @return the names that {@link DataSpec#name()} may have
     */
    public static List<String> names() {
        List<String> names = new ArrayList<>(own());
        DataSources.all(names).forEach(source -> names.add(source.name()));
        return List.copyOf(names);
    }

    /** Lists the data sets of this project, which are those that are no {@link DataSource}. */
    private static List<String> own() {
        return Stream.concat(
                        Stream.of(LINES, SPRITES), RecordedSets.own().stream().map(Source::name))
                .toList();
    }

    /**
     * Lists the data sets of recorded files, which can be verified and, where mirrors are known, fetched.
     *
     * @return the data sets in the order of a listing
     */
    public static List<Source> recorded() {
        return Stream.concat(
                        RecordedSets.own().stream(),
                        DataSources.all(own()).stream()
                                .filter(Source.class::isInstance)
                                .map(Source.class::cast))
                .toList();
    }

    /**
     * The origin of a data set and the work to cite.
     *
     * @param name the name of a data set
     * @return {@link Attribution#UNKNOWN} where no data set has this name
     */
    public static Attribution attribution(String name) {
        return own().contains(name)
                ? Attributions.of(name)
                : DataSources.find(name, own()).map(DataSource::attribution).orElse(Attribution.UNKNOWN);
    }

    /**
     * Describes a data set in one line.
     *
     * @param name one of {@link #names()}
     * @return its content
     * @throws IllegalArgumentException if there is none of this name
     */
    public static String summary(String name) {
        if (name.equals(LINES)) {
            return "generated images of one line each, with known length, angle, width, colour and position; no download";
        }
        if (name.equals(SPRITES)) {
            return "generated images of one figure each, with the factors of dSprites, 0 or 1; no download";
        }
        return DataSources.find(name, own())
                .map(DataSource::summary)
                .orElseGet(() -> source(name).summary());
    }

    /**
     * The range of a data set's values before any binarisation.
     *
     * @param name the name of a data set
     * @return the range; the unit interval where no data set has this name
     */
    public static DataRange values(String name) {
        if (name.equals(SPRITES)) {
            return DataRange.BINARY;
        }
        if (own().contains(name)) {
            return RecordedSets.find(name).map(Source::values).orElse(DataRange.LEVELS);
        }
        return DataSources.find(name, own()).map(DataSource::values).orElse(DataRange.UNIT_INTERVAL);
    }

    /**
     * The shape of the images of a recorded data set.
     *
     * @param name the name of a data set
     * @return empty for a generated data set, whose specification has the shape, and where no data set has this name
     */
    public static Optional<ImageShape> imageShape(String name) {
        return recorded().stream()
                .filter(source -> source.name().equals(name))
                .findFirst()
                .map(Source::imageShape);
    }

    /**
     * Opens a data set: finds and verifies its files, or generates it; then changes its images, splits and limits it,
     * and binarises it. {@code Binarisation.Dynamic} is left to the iterator.
     *
     * @param spec the data to open
     * @return its parts
     * @throws IllegalArgumentException if the name is unknown or the sizes do not fit the data
     * @throws DataException if files are missing or not what they should be
     */
    public static Split open(DataSpec spec) {
        return refine(redrawn(whole(spec), spec.pictures()), spec);
    }

    private static Split redrawn(Split whole, PictureRule rule) {
        if (rule.keepsAll()) {
            return whole;
        }
        ImageSet train = rule.apply(whole.train().images());
        Optional<ImageSet> valid = whole.valid().map(part -> rule.apply(part.images()));
        return whole.reported() == Split.Reported.TEST
                ? new Split(train, valid, rule.apply(whole.test().images()))
                : Split.withoutTest(train, valid.map(part -> part));
    }

    private static Split whole(DataSpec spec) {
        DataFolders folders = folders(spec);
        return switch (spec.name()) {
            case LINES -> lines(spec.lines());
            case SPRITES -> sprites(spec.sprites());
            default ->
                DataSources.find(spec.name(), own())
                        .map(source -> DataSources.open(source, folders))
                        .orElseGet(() -> source(spec.name()).load(folders));
        };
    }

    /**
     * Holds out validation examples, limits and binarises data that were opened in any way.
     *
     * @param whole all of the data
     * @param spec the validation size, the limit, the binarisation, and the name of the data
     * @return its parts
     * @throws IllegalArgumentException if the sizes do not fit the data
     * @throws DataException if data that are no 8-bit images are to be binarised
     */
    public static Split refine(Split whole, DataSpec spec) {
        Split split = limited(validated(whole, spec), spec);
        ExampleSet train = spec.binarisation().apply(split.train());
        Optional<ExampleSet> valid = split.valid().map(spec.binarisation()::apply);
        return split.reported() == Split.Reported.TEST
                ? new Split(train, valid, spec.binarisation().apply(split.test()))
                : Split.withoutTest(train, valid);
    }

    /**
     * Opens DL4J's own iterator over MNIST or a data set of its format. Local files that are compressed are unpacked
     * into the cache.
     *
     * @param spec the data to open; its limit holds for the training part, and its binarisation must be none
     * @param part training or test
     * @param batch examples per batch
     * @return grey images with one-hot classes as labels, in the order of the files
     * @throws IllegalArgumentException if the data set is not in MNIST's format or is to be binarised
     * @throws DataException if files are missing or not what they should be
     */
    public static Dl4jMnistIterator dl4jIterator(DataSpec spec, Dl4jMnistIterator.Part part, int batch) {
        return dl4jIterator(spec, folders(spec), part, batch);
    }

    private static DataFolders folders(DataSpec spec) {
        DataFolders ofThisProcess = DataFolders.ofThisProcess();
        return spec.dir().map(ofThisProcess::at).orElse(ofThisProcess);
    }

    static Dl4jMnistIterator dl4jIterator(DataSpec spec, DataFolders folders, Dl4jMnistIterator.Part part, int batch) {
        if (!(spec.binarisation() instanceof Binarisation.None)) {
            throw new IllegalArgumentException("binarisation is "
                    + spec.binarisation().id() + ", expected none for DL4J's iterator: use ImageBatchIterator");
        }
        Path folder = PlainFiles.folder(source(spec.name()), folders);
        int examples = part == Dl4jMnistIterator.Part.TRAIN ? spec.limit().orElse(part.size()) : part.size();
        return new Dl4jMnistIterator(folder, part, batch, examples);
    }

    /**
     * Describes the data of a run for its provenance.
     *
     * @param spec the specification of the data
     * @param split the parts that {@link #open} returned for it
     * @return name, sizes, SHA-256 of every part's content, binarisation and limit, on one line
     */
    public static String identity(DataSpec spec, Split split) {
        StringBuilder text = new StringBuilder(spec.name());
        describe(text, "train", split.train());
        split.valid().ifPresent(valid -> describe(text, "valid", valid));
        describe(text, "test", split.test());
        text.append(" binarisation=").append(spec.binarisation().id());
        text.append(" limit=").append(spec.limit().isPresent() ? spec.limit().getAsInt() : "none");
        return text.toString();
    }

    private static void describe(StringBuilder text, String part, ExampleSet set) {
        text.append(' ')
                .append(part)
                .append('=')
                .append(set.size())
                .append('x')
                .append(set.shape())
                .append(":sha256:")
                .append(set.sha256());
    }

    /** Training and test part are drawn with the seeds 2s and 2s + 1, so that no two specifications share a part. */
    private static Split lines(LineSpec lines) {
        return new Split(
                LineDataset.sample("lines/train", lines.shape(), lines.factors(), lines.train(), 2 * lines.seed()),
                Optional.empty(),
                LineDataset.sample("lines/test", lines.shape(), lines.factors(), lines.test(), 2 * lines.seed() + 1));
    }

    private static Split sprites(SpriteSpec sprites) {
        return new Split(
                SpriteDataset.sample("sprites/train", sprites.size(), sprites.train(), 2 * sprites.seed()),
                Optional.empty(),
                SpriteDataset.sample("sprites/test", sprites.size(), sprites.test(), 2 * sprites.seed() + 1));
    }

    /** Takes the validation part from the end of the training part. */
    private static Split validated(Split whole, DataSpec spec) {
        if (spec.validation() == 0) {
            return whole;
        }
        if (whole.valid().isPresent()) {
            throw new IllegalArgumentException("data.valid is " + spec.validation() + ", but " + spec.name()
                    + " comes with a validation set of " + whole.valid().get().size() + " images: leave it out");
        }
        ExampleSet train = whole.train();
        int left = train.size() - spec.validation();
        if (left < 1) {
            throw new IllegalArgumentException("data.valid is " + spec.validation() + ", expected fewer than the "
                    + train.size() + " training images of " + spec.name() + ": take fewer");
        }
        ExampleSet rest = train.head(left);
        Optional<ExampleSet> valid = Optional.of(train.range(left, train.size()).named(spec.name() + "/valid"));
        return whole.reported() == Split.Reported.TEST
                ? new Split(rest, valid, whole.test())
                : Split.withoutTest(rest, valid);
    }

    private static Split limited(Split split, DataSpec spec) {
        if (spec.limit().isEmpty()) {
            return split;
        }
        int limit = spec.limit().getAsInt();
        if (limit > split.train().size()) {
            throw new IllegalArgumentException("data.limit is " + limit + ", expected at most the "
                    + split.train().size() + " training images of " + spec.name() + ": leave it out to use them all");
        }
        ExampleSet train = split.train().head(limit);
        return split.reported() == Split.Reported.TEST
                ? new Split(train, split.valid(), split.test())
                : Split.withoutTest(train, split.valid());
    }

    private static Source source(String name) {
        return RecordedSets.find(name)
                .orElseThrow(() -> new IllegalArgumentException(
                        "there is no data set '" + name + "', expected one of " + names() + ": check data.name"
                                + "; data of your own are named by data.source=PATH in its place"));
    }
}
