package org.vae4j.data.source.array;

import java.util.ArrayList;
import java.util.List;
import org.vae4j.data.CorruptDataException;
import org.vae4j.data.ExampleShape;
import org.vae4j.data.ImageShape;
import org.vae4j.data.VectorShape;

/** Which of an array's dimensions are channels, rows and columns of an image. */
public final class Layout {

    /** From here on floats, which labels are read as, do not tell all whole numbers apart. */
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
     * {@code [n, c, h, w]} as images of 1 or 3 channels. An array of as many values as the shape has is one example.
     *
     * @param array one row per example
     * @param shape of an example as the user says, whatever the array's dimensions say; empty where the user does not
     * @param place the file, for messages
     * @return the examples, images channel by channel
     * @throws CorruptDataException if the array is none of these, or does not fit the shape
     */
    public static RawExamples of(NumberArray array, List<Integer> shape, String place) {
        if (shape.isEmpty()) {
            return new Layout(array, place).asFound();
        }
        ExampleShape wanted = ExampleShape.of(shape);
        return new Layout(array.length() == wanted.size() ? alone(array) : array, place).as(wanted);
    }

    /** A file of one example. */
    private static NumberArray alone(NumberArray array) {
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

    private RawExamples asFound() {
        if (sizes.size() == 2) {
            return examples(new VectorShape(sizes.get(1)), array);
        }
        if (sizes.size() == 3) {
            return examples(new ImageShape(1, sizes.get(1), sizes.get(2)), array);
        }
        boolean first = sizes.size() == 4 && isChannels(sizes.get(1));
        boolean last = sizes.size() == 4 && isChannels(sizes.get(3));
        if (first == last) {
            throw new CorruptDataException(place + ": found an array of sizes " + sizes
                    + ", expected [n, d], [n, h, w], [n, h, w, c] or [n, c, h, w] with 1 or 3 channels"
                    + ": say the shape of one example, such as data.shape=[3, 32, 32]");
        }
        return last ? channelsLast() : examples(new ImageShape(sizes.get(1), sizes.get(2), sizes.get(3)), array);
    }

    private RawExamples as(ExampleShape shape) {
        long values = array.length() / sizes.get(0);
        if (values != shape.size()) {
            throw new CorruptDataException(place + ": found an array of sizes " + sizes + ", which is " + values
                    + " values per example, expected " + shape.size() + " as data.shape " + shape.sizes()
                    + " says: correct one of them");
        }
        List<Integer> own = sizes.subList(1, sizes.size());
        boolean last = shape instanceof ImageShape image
                && own.size() == 3
                && !own.equals(shape.sizes())
                && own.equals(List.of(image.height(), image.width(), image.channels()));
        return last ? channelsLast() : examples(shape, array);
    }

    private RawExamples channelsLast() {
        ImageShape shape = new ImageShape(sizes.get(3), sizes.get(1), sizes.get(2));
        int plane = shape.height() * shape.width();
        NumberArray planes =
                array.reordered(List.of(sizes.get(0), shape.channels(), shape.height(), shape.width()), index -> {
                    long example = index / shape.size();
                    long within = index % shape.size();
                    return example * shape.size() + within % plane * shape.channels() + within / plane;
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
