package org.vae4j.data.source.image;

import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.vae4j.data.CorruptDataException;
import org.vae4j.data.DataRange;
import org.vae4j.data.ImageSet;
import org.vae4j.data.ImageShape;
import org.vae4j.data.source.array.NumberArray;
import org.vae4j.data.source.array.RawExamples;

/**
 * The changes that each image undergoes before anything else: it is cropped, resized and padded, in this order, and
 * then brought to grey or to three colours. Sizes are [height, width].
 *
 * @param crop the size of the middle that is kept; empty for the whole image
 * @param resize the new size, in which each pixel is the mean over the area that it covers; empty for no change
 * @param pad the size of a larger image of zeros, in whose middle the image is placed; empty for no change
 * @param colour grey, three colours, or as found
 */
public record PictureRule(List<Integer> crop, List<Integer> resize, List<Integer> pad, Colour colour) {

    /** Images stay as they are. */
    public static final PictureRule NONE = new PictureRule(List.of(), List.of(), List.of(), Colour.AUTO);

    /**
     * Checks the sizes.
     *
     * @throws IllegalArgumentException if one is neither empty nor a height and a width
     */
    public PictureRule {
        crop = size("crop", crop);
        resize = size("resize", resize);
        pad = size("pad", pad);
        Objects.requireNonNull(colour, "colour");
    }

    private static List<Integer> size(String key, List<Integer> size) {
        if (!size.isEmpty() && (size.size() != 2 || size.get(0) < 1 || size.get(1) < 1)) {
            throw new IllegalArgumentException(
                    "found data." + key + " " + size + ", expected [height, width], each at least 1: correct it");
        }
        return List.copyOf(size);
    }

    /**
     * Whether images stay as they are.
     *
     * @return true if {@link #apply(RawExamples)} would return what it is given
     */
    public boolean keepsAll() {
        return equals(NONE);
    }

    /**
     * Changes the images of examples.
     *
     * @param raw images of one size
     * @return the changed examples; {@code raw} itself where nothing changes
     * @throws CorruptDataException if they are rows of a table, smaller than the crop, or larger than the padded image
     */
    public RawExamples apply(RawExamples raw) {
        if (keepsAll()) {
            return raw;
        }
        if (!(raw.shape() instanceof ImageShape shape)) {
            throw new CorruptDataException(raw.place() + ": found a table of " + raw.shape()
                    + " columns, expected images for data.crop, data.resize, data.pad and data.colour: leave them out, or say"
                    + " the shape of an image by data.shape");
        }
        ImageShape changed = apply(image(raw.values(), shape, 0), raw.place()).shape();
        ImageCollector images = raw.values().hasBytes()
                ? ImageCollector.ofBytes(changed, raw.size())
                : ImageCollector.ofFloats(changed, raw.size());
        for (int i = 0; i < raw.size(); i++) {
            images.add(apply(image(raw.values(), shape, i), raw.place()));
        }
        return raw.with(changed, images.finish());
    }

    /**
     * Changes the images of a set.
     *
     * @param images images of one size
     * @return a set with the same name, labels and factors
     * @throws CorruptDataException if they are smaller than the crop, or larger than the padded image
     */
    public ImageSet apply(ImageSet images) {
        if (keepsAll()) {
            return images;
        }
        return images.redrawn(
                shapeOf(images.shape()),
                (example, row) -> apply(Pixels.ofBytes(images.shape(), row), images.name())
                        .bytes(),
                valuesOf(images.values()));
    }

    /**
     * The shape of a changed image.
     *
     * @param shape the shape of the image before, which is not checked against crop and padding
     * @return channels, height and width
     */
    public ImageShape shapeOf(ImageShape shape) {
        List<Integer> size = Stream.of(pad, resize, crop, List.of(shape.height(), shape.width()))
                .filter(wanted -> !wanted.isEmpty())
                .findFirst()
                .orElseThrow();
        int channels = switch (colour) {
            case AUTO -> shape.channels();
            case GREY -> 1;
            case RGB -> 3;
        };
        return new ImageShape(channels, size.get(0), size.get(1));
    }

    /**
     * The range of changed 8-bit images. Means of 0 and 1, over an area or over colours, lie between them, so binary
     * images do not stay binary.
     *
     * @param values the range of the images before
     * @return the same range, or the 256 levels of a byte
     */
    public DataRange valuesOf(DataRange values) {
        boolean mixes = !resize.isEmpty() || colour == Colour.GREY;
        return mixes && values == DataRange.BINARY ? DataRange.LEVELS : values;
    }

    /** {@return the changes in the words of the configuration, such as {@code resize=[28, 28]}; empty for none} */
    public String text() {
        return Stream.of(
                        text("crop", crop),
                        text("resize", resize),
                        text("pad", pad),
                        colour == Colour.AUTO ? "" : "colour=" + colour.name().toLowerCase(Locale.ROOT))
                .filter(change -> !change.isEmpty())
                .collect(Collectors.joining(", "));
    }

    private static String text(String key, List<Integer> size) {
        return size.isEmpty() ? "" : key + "=" + size;
    }

    private static Pixels image(NumberArray values, ImageShape shape, int example) {
        float[] planes = new float[shape.size()];
        values.copy((long) example * shape.size(), planes, planes.length);
        return new Pixels(shape, planes, values.hasBytes());
    }

    /** Changes one image; it keeps its channels where the colour is AUTO. */
    Pixels apply(Pixels image, String place) {
        Pixels cropped = crop.isEmpty() ? image : cropped(image, place);
        Pixels resized = resize.isEmpty() ? cropped : cropped.resized(resize.get(0), resize.get(1));
        Pixels padded = pad.isEmpty() ? resized : padded(resized, place);
        return switch (colour) {
            case AUTO -> padded;
            case GREY -> padded.withChannels(1);
            case RGB -> padded.withChannels(3);
        };
    }

    private Pixels cropped(Pixels image, String place) {
        if (crop.get(0) > image.shape().height() || crop.get(1) > image.shape().width()) {
            throw wrongSize(image, place, "at least as large as data.crop " + crop + ": correct data.crop");
        }
        return image.framed(crop.get(0), crop.get(1));
    }

    private Pixels padded(Pixels image, String place) {
        if (pad.get(0) < image.shape().height() || pad.get(1) < image.shape().width()) {
            throw wrongSize(image, place, "at most as large as data.pad " + pad + ": correct data.pad");
        }
        return image.framed(pad.get(0), pad.get(1));
    }

    private static CorruptDataException wrongSize(Pixels image, String place, String expected) {
        return new CorruptDataException(place + ": found an image of "
                + image.shape().height() + " x " + image.shape().width() + " pixels, expected one " + expected);
    }
}
