package org.vae4j.experiment.config.section;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.vae4j.data.DataRange;
import org.vae4j.data.Factor;
import org.vae4j.data.ImageShape;
import org.vae4j.data.catalog.Datasets;
import org.vae4j.data.source.found.Format;
import org.vae4j.data.source.found.ReadRule;
import org.vae4j.data.source.image.Colour;
import org.vae4j.data.source.image.PictureRule;
import org.vae4j.data.source.own.OwnSpec;
import org.vae4j.data.source.own.RangeRule;
import org.vae4j.data.synthetic.LineFactors;
import org.vae4j.data.synthetic.SpriteDataset;
import org.vae4j.data.transform.Augmentation;
import org.vae4j.data.transform.Binarisation;
import org.vae4j.data.transform.Dequantisation;
import org.vae4j.likelihood.ValueRange;

/**
 * The section {@code data}: the examples to train and test on.
 *
 * @param name a data set of the catalogue, for example {@code mnist} or {@code lines}
 * @param source a file or folder of the user's own, instead of a data set of the catalogue
 * @param format the format of its files
 * @param shape the shape of one example; empty if the files tell it
 * @param crop height and width of the middle of each image that is kept; empty for the whole image
 * @param resize height and width that images are brought to; empty for no change
 * @param pad height and width of a larger image, in whose middle each image is placed; empty for no change
 * @param colour the colours that images are brought to
 * @param labels the place of the classes: a column, an array or a file; absent if they are found beside the examples
 * @param range the rule by which the numbers of the files are scaled
 * @param split the division of the examples into parts where the files do not say it
 * @param dir the folder that holds one folder per data set; absent for the usual places
 * @param limit the number of training examples to use, from the first on; absent for all
 * @param valid the number of training examples held out for validation, at least 0
 * @param binarisation the rule that makes 0 or 1 of the grey value of each channel: none, threshold, threshold:N,
 *     static (drawn once) or dynamic (drawn anew in each epoch); part of the data's identity, in one spelling
 * @param dequantise the rule that makes 8-bit values continuous; part of the protocol
 * @param augment the random changes to training images, made anew at each use
 * @param pairs the number of factors in which the two examples of a pair differ, for training on a generated set: at
 *     least 1; 0 for any number; absent if examples come one by one
 * @param seed the seed of generated data and of static binarisation; it does not depend on a run's seed, so that runs
 *     of different seeds can be compared
 * @param lines the specification of the data set {@code lines}; other data sets ignore it
 * @param sprites the specification of the data set {@code sprites}; other data sets ignore it
 */
public record DataConfig(
        String name,
        Optional<String> source,
        Format format,
        List<Integer> shape,
        List<Integer> crop,
        List<Integer> resize,
        List<Integer> pad,
        Colour colour,
        Optional<String> labels,
        RangeRule range,
        SplitConfig split,
        Optional<String> dir,
        OptionalInt limit,
        int valid,
        String binarisation,
        Dequantisation dequantise,
        Augmentation augment,
        OptionalInt pairs,
        long seed,
        LinesConfig lines,
        Sprites sprites) {

    /**
     * Checks the settings and copies the lists.
     *
     * @throws IllegalArgumentException if a setting is out of range; the message begins with the key
     */
    public DataConfig {
        Check.text("name", name);
        source.ifPresent(path -> Check.text("source", path));
        shape = List.copyOf(shape);
        crop = List.copyOf(crop);
        resize = List.copyOf(resize);
        pad = List.copyOf(pad);
        new ReadRule(format, shape, new PictureRule(crop, resize, pad, colour), labels.orElse(""));
        limit.ifPresent(n -> Check.atLeast("limit", n, 1));
        Check.atLeast("valid", valid, 0);
        pairs.ifPresent(n -> Check.atLeast("pairs", n, 0));
        try {
            binarisation = Binarisation.canonical(binarisation);
        } catch (IllegalArgumentException e) {
            throw Check.wrong(
                    "binarisation", "'" + binarisation + "'", "none, threshold, threshold:N, static or dynamic");
        }
        if (dequantise != Dequantisation.NONE && !binarisation.equals("none")) {
            throw Check.wrong(
                    "dequantise",
                    "uniform with data.binarisation=" + binarisation,
                    "one of them, since binary values are not dequantised");
        }
    }

    /**
     * The binarisation as part of the protocol by which likelihoods are measured. Numbers of different protocols must
     * not be compared.
     *
     * @return {@code static} for the published binarised set, {@code dynamic}, {@code none} for grey values, which may
     *     be dequantised; a threshold or a static draw of this project's own is named as such
     */
    public String protocol() {
        if (comesBinary() && name.equals("mnist-larochelle")) {
            return "static";
        }
        if (dequantise != Dequantisation.NONE) {
            return "none, dequantised";
        }
        if (binarisation.equals("threshold")) {
            return Binarisation.of(binarisation, 0).id();
        }
        return binarisation.startsWith("static") ? "static (own draw, seed " + seed + ")" : binarisation;
    }

    /**
     * The range of the values that the model sees. For the user's own data it is known only when they are read.
     *
     * @return binary values if the images are binarised, by this configuration or as they were published; the unit
     *     interval for the user's own data
     */
    public ValueRange values() {
        if (!binarisation.equals("none") || comesBinary()) {
            return ValueRange.BINARY;
        }
        return source.isPresent() || dequantise != Dequantisation.NONE
                ? ValueRange.UNIT_INTERVAL
                : ValueRange.valueOf(cataloguedRange().name());
    }

    /** The range of a data set of the catalogue, after changes to its images. */
    private DataRange cataloguedRange() {
        return pictureRule().valuesOf(Datasets.values(name));
    }

    /** {@return the changes to each image that come before anything else} */
    public PictureRule pictureRule() {
        return new PictureRule(crop, resize, pad, colour);
    }

    // Not called isX: the configuration's writer would take that for a key.

    /**
     * Whether the images are binary as they were published or generated.
     *
     * @return true for Larochelle's set, for example, unless its images are resized
     */
    public boolean comesBinary() {
        return source.isEmpty() && cataloguedRange() == DataRange.BINARY;
    }

    /** {@return whether the data depend on {@link #seed}} */
    public boolean usesSeed() {
        return source.isPresent() || generatesLines() || generatesSprites() || binarisation.equals("static");
    }

    /**
     * Replaces the folder of the data.
     *
     * @param folder the folder that holds one folder per data set; for the user's own data, the file or folder itself
     * @return a copy
     */
    public DataConfig in(String folder) {
        return with(name, source.map(own -> folder), source.isPresent() ? dir : Optional.of(folder));
    }

    /**
     * Removes the folders of this machine.
     *
     * @return a copy without {@code dir}, whose {@code source} is the last name of its path alone
     */
    public DataConfig withoutFolders() {
        return with(name, source.map(path -> Path.of(path).getFileName()).map(Path::toString), Optional.empty());
    }

    /**
     * Replaces the data set by the generated lines, with the same limit and binarisation.
     *
     * @return a copy
     */
    public DataConfig ofLines() {
        return with("lines", Optional.empty(), Optional.empty());
    }

    private DataConfig with(String otherName, Optional<String> otherSource, Optional<String> otherDir) {
        return new DataConfig(
                otherName,
                otherSource,
                format,
                shape,
                crop,
                resize,
                pad,
                colour,
                labels,
                range,
                split,
                otherDir,
                limit,
                valid,
                binarisation,
                dequantise,
                augment,
                pairs,
                seed,
                lines,
                sprites);
    }

    /**
     * Whether the examples are generated lines.
     *
     * @return false for data of the user's own, whatever their name
     */
    public boolean generatesLines() {
        return source.isEmpty() && name.equals("lines");
    }

    /**
     * Whether the examples are generated sprites.
     *
     * @return false for data of the user's own, whatever their name
     */
    public boolean generatesSprites() {
        return source.isEmpty() && name.equals("sprites");
    }

    /**
     * The factors of generated examples.
     *
     * @return the factors in the data set's order; empty for recorded data
     */
    public List<Factor> generatedFactors() {
        if (generatesLines()) {
            return (lines.colour() == LinesConfig.Colour.GREY ? LineFactors.grey() : LineFactors.rgb()).describe();
        }
        return generatesSprites() ? SpriteDataset.factors() : List.of();
    }

    /**
     * The shape of the images, if the configuration alone tells it.
     *
     * @return empty for the user's own data, and where no data set has the name
     * @throws IllegalArgumentException if the images would be too large
     */
    public Optional<ImageShape> pictures() {
        if (source.isPresent()) {
            return Optional.empty();
        }
        if (generatesLines()) {
            return Optional.of(
                    new ImageShape(lines.colour() == LinesConfig.Colour.GREY ? 1 : 3, lines.size(), lines.size()));
        }
        return generatesSprites()
                ? Optional.of(new ImageShape(1, sprites.size(), sprites.size()))
                : Datasets.imageShape(name).map(pictureRule()::shapeOf);
    }

    /**
     * The specification of the user's own data.
     *
     * @return empty for a data set of the catalogue
     */
    public Optional<OwnSpec> own() {
        return source.map(path -> new OwnSpec(
                Path.of(path),
                new ReadRule(format, shape, pictureRule(), labels.orElse("")),
                range,
                split.seeded(seed)));
    }

    /**
     * The specification of the generated sprites.
     *
     * @param size side of the square images, in pixels, at least 8
     * @param train number of training images, at least 1
     * @param test number of test images, at least 1
     */
    public record Sprites(int size, int train, int test) {

        private static final int SMALLEST = 8;

        public Sprites {
            Check.atLeast("size", size, SMALLEST);
            Check.atLeast("train", train, 1);
            Check.atLeast("test", test, 1);
        }
    }
}
