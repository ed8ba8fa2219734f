package org.vae4j.data.source.own;

import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import org.vae4j.data.CorruptDataException;
import org.vae4j.data.DataRange;
import org.vae4j.data.ExampleSet;
import org.vae4j.data.ExampleShape;
import org.vae4j.data.FloatSet;
import org.vae4j.data.ImageSet;
import org.vae4j.data.ImageShape;
import org.vae4j.data.VectorShape;
import org.vae4j.data.source.array.NumberArray;
import org.vae4j.data.source.array.RawExamples;

/**
 * From the numbers of files to those a model sees: by what they are divided, and which range they keep to.
 *
 * @param rule never AUTO; STANDARD is done after the split
 * @param divisor 1 or 255
 */
record Scaling(RangeRule rule, int divisor) {

    private static final int WHITE = 255;

    /** The scaling that the user asked for, or the one that suits all parts. */
    static Scaling of(RangeRule wanted, Map<Part, RawExamples> parts) {
        Found found = Found.in(parts.values());
        RangeRule rule = wanted == RangeRule.AUTO ? automatic(found, parts) : wanted;
        String place = parts.values().iterator().next().place();
        return switch (rule) {
            case BINARY -> {
                require(found.binary(), place, found, "0 and 1 alone, or 0 and 255", rule);
                yield new Scaling(rule, found.largest() > 1 ? WHITE : 1);
            }
            case UNIT -> {
                require(found.smallest() >= 0 && found.largest() <= 1, place, found, "values in [0, 1]", rule);
                yield new Scaling(rule, 1);
            }
            case BYTE -> {
                require(found.smallest() >= 0 && found.largest() <= WHITE, place, found, "values from 0 to 255", rule);
                yield new Scaling(rule, WHITE);
            }
            default -> new Scaling(rule, 1);
        };
    }

    private static RangeRule automatic(Found found, Map<Part, RawExamples> parts) {
        if (found.binary()) {
            return RangeRule.BINARY;
        }
        if (parts.values().stream().allMatch(part -> part.values().hasBytes())) {
            return RangeRule.BYTE;
        }
        if (found.smallest() >= 0 && found.largest() <= 1) {
            return RangeRule.UNIT;
        }
        boolean table = parts.values().iterator().next().shape() instanceof VectorShape;
        return table ? RangeRule.STANDARD : RangeRule.REAL;
    }

    private static void require(boolean holds, String place, Found found, String expected, RangeRule rule) {
        if (!holds) {
            throw new CorruptDataException(place + ": found values from " + found.smallest() + " to " + found.largest()
                    + ", expected " + expected + " as data.range=" + rule.name().toLowerCase(Locale.ROOT)
                    + " says: scale the data, or leave data.range out");
        }
    }

    /** What the values of a model's input are. */
    DataRange values() {
        return switch (rule) {
            case BINARY -> DataRange.BINARY;
            case UNIT, BYTE -> DataRange.UNIT_INTERVAL;
            default -> DataRange.REAL;
        };
    }

    /** The examples under a name. */
    ExampleSet apply(RawExamples part, String name) {
        int[] labels = part.labels().stream().mapToInt(Integer::intValue).toArray();
        ExampleShape shape = part.shape();
        if (shape instanceof ImageShape image
                && values() != DataRange.REAL
                && part.values().hasBytes()) {
            return images(part.values(), name, image, labels);
        }
        float[] numbers = new float[part.values().length()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = part.values().value(i) / divisor;
        }
        return FloatSet.of(name, shape, values(), numbers, labels);
    }

    private ImageSet images(NumberArray values, String name, ImageShape shape, int[] labels) {
        byte[] pixels = values.bytes();
        if (divisor == 1) {
            for (int i = 0; i < pixels.length; i++) {
                pixels[i] = (byte) (WHITE * pixels[i]);
            }
        }
        ImageSet.Builder builder = ImageSet.builder(name, shape, pixels).labels(labels);
        return (values() == DataRange.BINARY ? builder.binary() : builder).build();
    }

    /**
     * What the files hold.
     *
     * @param smallest value
     * @param largest value
     * @param binary whether there are no values but 0 and the largest, which is 1 or 255
     */
    private record Found(float smallest, float largest, boolean binary) {

        static Found in(Collection<RawExamples> parts) {
            float smallest = Float.POSITIVE_INFINITY;
            float largest = Float.NEGATIVE_INFINITY;
            for (RawExamples part : parts) {
                for (int i = 0; i < part.values().length(); i++) {
                    smallest = Math.min(smallest, part.values().value(i));
                    largest = Math.max(largest, part.values().value(i));
                }
            }
            boolean binary = largest <= 1 || largest == WHITE;
            for (RawExamples part : parts) {
                for (int i = 0; binary && i < part.values().length(); i++) {
                    float value = part.values().value(i);
                    binary = value == 0 || value == (largest == WHITE ? WHITE : 1);
                }
            }
            return new Found(smallest, largest, binary);
        }
    }
}
