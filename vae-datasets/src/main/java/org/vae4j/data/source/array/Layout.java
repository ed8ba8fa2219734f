package org.vae4j.data.source.array;

import java.util.ArrayList;
import java.util.List;
import org.vae4j.data.CorruptDataException;
import org.vae4j.data.ExampleShape;
import org.vae4j.data.ImageShape;
import org.vae4j.data.VectorShape;

/** Reads arrays as examples or labels, by their sizes: finds the dimensions of examples, channels, rows and columns. */
public final class Layout {

    /** Labels are read as floats, which hold all whole numbers exactly below this one. */
    private static final int MOST_CLASSES = 1 << 24;

    private final NumberArray array;
    private final List<Integer> sizes;
    private final String place;

    private Layout(NumberArray array, String place) {
        this.array = array;
        this.sizes = array.sizes();
        this.place = place;
    }

    /**
     * Reads an array as examples: {@code [n, d]} as a table, {@code [n, h, w]} as grey images, {@code [n, h, w, c]} and
     * {@code [n, c, h, w]} as images of 1 or 3 channels. Where a shape is given, an array of as many values as the
     * shape is one example.
     *
     * @param array one row per example
     * @param shape the shape of an example that the user gave, which overrides the array's sizes; empty for none
     * @param place the file, for messages
     * @return the examples, images channel by channel
     * @throws CorruptDataException if the array is none of these, or does not fit the shape
     */
    public static RawExamples of(NumberArray array, List<Integer> shape, String place) {
        if (shape.isEmpty()) {
            return new Layout(array, place).unshaped();
        }
        ExampleShape wanted = ExampleShape.of(shape);
        return new Layout(array.length() == wanted.size() ? asOneExample(array) : array, place).shaped(wanted);
    }

    /** Puts a dimension of size 1 before the others. */
    private static NumberArray asOneExample(NumberArray array) {
        List<Integer> sizes = new ArrayList<>(array.sizes());
        sizes.add(0, 1);
        return array.reshaped(sizes);
    }

    /**
     * Reads an array of one whole number per example.
     *
     * @param array {@code [n]}, {@code [n, 1]} or {@code [1, n]}
     * @param place the file, for messages
     * @return the classes
     * @throws CorruptDataException if it is another array
     */
    public static List<Integer> labels(NumberArray array, String place) {
        if (array.sizes().stream().noneMatch(size -> size == array.length())) {
            throw new CorruptDataException(place + ": found an array of sizes " + array.sizes()
                    + ", expected labels, one per example: name another file by data.labels");
        }
        List<Integer> labels = new ArrayList<>();
        for (int i = 0; i < array.length(); i++) {
            float label = array.value(i);
            if (label < 0 || label != Math.rint(label) || label >= MOST_CLASSES) {
                throw new CorruptDataException(place + ": found the label " + label + " of example " + i
                        + ", expected a whole number from 0 and below 2^24: correct it");
            }
            labels.add((int) label);
        }
        return labels;
    }

    /** Takes the shape of an example from the sizes of the array. */
    private RawExamples unshaped() {
        if (sizes.size() == 2) {
            return examples(new VectorShape(sizes.get(1)), array);
        }
        if (sizes.size() == 3) {
            return examples(new ImageShape(1, sizes.get(1), sizes.get(2)), array);
        }
        boolean channelsFirst = sizes.size() == 4 && isChannels(sizes.get(1));
        boolean channelsLast = sizes.size() == 4 && isChannels(sizes.get(3));
        if (channelsFirst == channelsLast) {
            throw new CorruptDataException(place + ": found an array of sizes " + sizes
                    + ", expected [n, d], [n, h, w], [n, h, w, c] or [n, c, h, w] with 1 or 3 channels"
                    + ": say the shape of one example, such as data.shape=[3, 32, 32]");
        }
        return channelsLast ? toPlanes() : examples(new ImageShape(sizes.get(1), sizes.get(2), sizes.get(3)), array);
    }

    private RawExamples shaped(ExampleShape shape) {
        long values = array.length() / sizes.get(0);
        if (values != shape.size()) {
            throw new CorruptDataException(place + ": found an array of sizes " + sizes + ", which is " + values
                    + " values per example, expected " + shape.size() + " as data.shape " + shape.sizes()
                    + " says: correct one of them");
        }
        List<Integer> own = sizes.subList(1, sizes.size());
        boolean channelsLast = shape instanceof ImageShape image
                && own.size() == 3
                && !own.equals(shape.sizes())
                && own.equals(List.of(image.height(), image.width(), image.channels()));
        return channelsLast ? toPlanes() : examples(shape, array);
    }

    /** Reorders {@code [n, h, w, c]} to planes {@code [n, c, h, w]}. */
    private RawExamples toPlanes() {
        ImageShape shape = new ImageShape(sizes.get(3), sizes.get(1), sizes.get(2));
        int plane = shape.height() * shape.width();
        NumberArray planes =
                array.reordered(List.of(sizes.get(0), shape.channels(), shape.height(), shape.width()), index -> {
                    long example = index / shape.size();
                    long channel = index % shape.size() / plane;
                    long pixel = index % plane;
                    return example * shape.size() + pixel * shape.channels() + channel;
                });
        return examples(shape, planes);
    }

    private RawExamples examples(ExampleShape shape, NumberArray values) {
        return new RawExamples(place, shape, values, List.of(), List.of(), List.of());
    }

    private static boolean isChannels(int size) {
        return size == 1 || size == 3;
    }
}
