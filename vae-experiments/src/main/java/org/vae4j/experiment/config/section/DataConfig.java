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
 * @param format of its files
 * @param shape of one example; empty: as the files say
 * @param crop height and width of the middle of each image that is kept; empty: all of it
 * @param resize height and width that images are brought to; empty: as they are
 * @param pad height and width of a larger image, in whose middle each comes to lie; empty: as they are
 * @param colour of images
 * @param labels where the classes stand: a column, an array or a file; absent: beside the examples, if anywhere
 * @param range what the numbers of the files become
 * @param split how the examples are divided where the files do not say it
 * @param dir folder that holds one folder per data set; absent: the usual places
 * @param limit only so many training examples, the first; absent: all
 * @param valid training examples held out for validation, at least 0
 * @param binarisation how the grey value of each channel becomes 0 or 1: none, threshold, threshold:N, static (drawn
 *     once) or dynamic (drawn anew in each epoch); part of the data's identity, in one spelling
 * @param dequantise how 8-bit values become continuous; part of the protocol
 * @param augment what is done to training images anew at each use
 * @param pairs of a generated set, for training: in how many factors the two examples of a pair differ, at least 1; 0:
 *     any number; absent: examples come one by one
 * @param seed of generated data and of static binarisation; the same for runs with different seeds, so that they
 *     compare
 * @param lines what {@code lines} is made of; other data sets ignore it
 * @param sprites what {@code sprites} is made of; other data sets ignore it
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
     * Under which protocol likelihoods of this data are measured. Numbers of different protocols differ by several nats
     * for the same model and must not be compared.
     *
     * @return {@code static} for the published binarised set, {@code dynamic}, {@code none} for grey values, which may
     *     be dequantised; a threshold
     *     or a static draw of this project's own is named as such
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
     * The values that the model sees, of a data set of the catalogue; those of the user's own data are known when it is
     * read.
     *
     * @return 0 and 1 alone where the images are binarised, by this configuration or as they were published
     */
    public ValueRange values() {
        if (!binarisation.equals("none") || comesBinary()) {
            return ValueRange.BINARY;
        }
        return source.isPresent() || dequantise != Dequantisation.NONE
                ? ValueRange.UNIT_INTERVAL
                : ValueRange.valueOf(catalogued().name());
    }

    /** The values of a data set of the catalogue, whose images may be changed. */
    private DataRange catalogued() {
        return pictureRule().valuesOf(Datasets.values(name));
    }

    /** {@return what is done to each image first} */
    public PictureRule pictureRule() {
        return new PictureRule(crop, resize, pad, colour);
    }

    // Not called isX: the configuration's writer would take that for a key.

    /**
     * Whether the images are 0 and 1 as they were published or generated.
     *
     * @return true for Larochelle's, for example, but not where they are resized
     */
    public boolean comesBinary() {
        return source.isEmpty() && catalogued() == DataRange.BINARY;
    }

    /** {@return whether {@link #seed} has any part in the data} */
    public boolean usesSeed() {
        return source.isPresent() || generatesLines() || generatesSprites() || binarisation.equals("static");
    }

    /**
     * The same data, in another folder.
     *
     * @param folder that holds one folder per data set; for data of the user's own, the file or folder itself
     * @return otherwise equal
     */
    public DataConfig in(String folder) {
        return with(name, source.map(own -> folder), source.isPresent() ? dir : Optional.of(folder));
    }

    /**
     * The same data, without the places on this machine where they lie.
     *
     * @return of {@code source} the last name alone, and no {@code dir}
     */
    public DataConfig withoutFolders() {
        return with(name, source.map(path -> Path.of(path).getFileName()).map(Path::toString), Optional.empty());
    }

    /**
     * The generated lines, limited and binarised as these data are.
     *
     * @return otherwise equal
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
     * @return as the data set has them; none for recorded data
     */
    public List<Factor> generatedFactors() {
        if (generatesLines()) {
            return (lines.colour() == LinesConfig.Colour.GREY ? LineFactors.grey() : LineFactors.rgb()).describe();
        }
        return generatesSprites() ? SpriteDataset.factors() : List.of();
    }

    /**
     * The shape of the images, as far as the configuration says it.
     *
     * @return nothing for data of the user's own, and for a name that there is no data set of
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
     * The data of the user's own.
     *
     * @return nothing for a data set of the catalogue
     */
    public Optional<OwnSpec> own() {
        return source.map(path -> new OwnSpec(
                Path.of(path),
                new ReadRule(format, shape, pictureRule(), labels.orElse("")),
                range,
                split.seeded(seed)));
    }

    /**
     * The generated sprites.
     *
     * @param size side of the square images, in pixels, at least 8
     * @param train training images, at least 1
     * @param test test images, at least 1
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
