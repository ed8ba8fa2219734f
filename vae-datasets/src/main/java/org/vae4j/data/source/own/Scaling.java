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
import org.vae4j.data.source.found.Part;
import org.vae4j.data.store.FloatSpool;
import org.vae4j.data.store.FloatStore;

/**
 * The scaling of the numbers v of files to the values v / divisor that a model sees.
 *
 * @param rule never AUTO; where it is STANDARD, the values are standardised after the split
 * @param divisor 1 or 255
 * @param values the range of the scaled values
 */
record Scaling(RangeRule rule, int divisor, DataRange values) {

    private static final int WHITE = 255;

    /**
     * Chooses the scaling that the user asked for, or the one that suits all parts.
     *
     * @throws CorruptDataException if the numbers do not fit the rule that the user asked for
     */
    static Scaling of(RangeRule wanted, Map<Part, RawExamples> parts) {
        Found found = Found.in(parts.values());
        RangeRule rule = wanted == RangeRule.AUTO ? automatic(found, parts) : wanted;
        String place = parts.values().iterator().next().place();
        return switch (rule) {
            case BINARY -> {
                require(found.binary(), place, found, "0 and 1 alone, or 0 and 255", rule);
                yield new Scaling(rule, found.largest() > 1 ? WHITE : 1, DataRange.BINARY);
            }
            case UNIT -> {
                require(found.smallest() >= 0 && found.largest() <= 1, place, found, "values in [0, 1]", rule);
                yield new Scaling(rule, 1, found.betweenLevels() ? DataRange.UNIT_INTERVAL : DataRange.LEVELS);
            }
            case BYTE -> {
                require(found.smallest() >= 0 && found.largest() <= WHITE, place, found, "values from 0 to 255", rule);
                yield new Scaling(rule, WHITE, found.whole() ? DataRange.LEVELS : DataRange.UNIT_INTERVAL);
            }
            default -> new Scaling(rule, 1, DataRange.REAL);
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

    /** Scales the examples of a part. */
    ExampleSet apply(RawExamples part, String name) {
        int[] labels = part.labels().stream().mapToInt(Integer::intValue).toArray();
        ExampleShape shape = part.shape();
        if (shape instanceof ImageShape image
                && values() != DataRange.REAL
                && part.values().hasBytes()) {
            return images(part.values(), name, image, labels);
        }
        return FloatSet.of(name, shape, values(), numbers(part), labels);
    }

    private FloatStore numbers(RawExamples part) {
        if (divisor == 1 && !part.values().hasBytes()) {
            return part.values().floats();
        }
        FloatSpool numbers = new FloatSpool(part.values().length());
        float[] row = new float[part.shape().size()];
        for (int i = 0; i < part.size(); i++) {
            part.values().copy((long) i * row.length, row, row.length);
            for (int j = 0; j < row.length; j++) {
                row[j] /= divisor;
            }
            numbers.append(row, 0, row.length);
        }
        return numbers.finish();
    }

    private ImageSet images(NumberArray values, String name, ImageShape shape, int[] labels) {
        ImageSet images =
                ImageSet.builder(name, shape, values.bytes()).labels(labels).build();
        if (values() != DataRange.BINARY) {
            return images;
        }
        return divisor == 1
                ? images.changed((example, row) -> onesToWhite(row), DataRange.BINARY)
                : ImageSet.builder(name, shape, values.bytes())
                        .labels(labels)
                        .binary()
                        .build();
    }

    private static void onesToWhite(byte[] row) {
        for (int i = 0; i < row.length; i++) {
            row[i] = (byte) (WHITE * row[i]);
        }
    }

    /**
     * The kind of numbers in the files.
     *
     * @param smallest the smallest value
     * @param largest the largest value
     * @param binary whether all values are 0 or 1, or all are 0 or 255
     * @param whole whether all values are whole numbers
     * @param betweenLevels whether a value is none of the levels k / 255
     */
    private record Found(float smallest, float largest, boolean binary, boolean whole, boolean betweenLevels) {

        /**
         * The tolerance of 255·v being whole. A level k / 255 in single precision misses it by 3e-5 at most; the
         * multiples of 1 / 256, the nearest other scale, miss it by 4e-3 at least.
         */
        private static final float ROUNDING = 1e-4f;

        static Found in(Collection<RawExamples> parts) {
            float smallest = Float.POSITIVE_INFINITY;
            float largest = Float.NEGATIVE_INFINITY;
            boolean zeroOrOne = true;
            boolean zeroOrWhite = true;
            boolean whole = true;
            boolean betweenLevels = false;
            for (RawExamples part : parts) {
                float[] row = new float[part.shape().size()];
                for (int i = 0; i < part.size(); i++) {
                    part.values().copy((long) i * row.length, row, row.length);
                    for (float value : row) {
                        smallest = Math.min(smallest, value);
                        largest = Math.max(largest, value);
                        zeroOrOne &= value == 0 || value == 1;
                        zeroOrWhite &= value == 0 || value == WHITE;
                        whole &= value == Math.rint(value);
                        betweenLevels |= Math.abs(WHITE * value - Math.rint(WHITE * value)) > ROUNDING;
                    }
                }
            }
            return new Found(smallest, largest, zeroOrOne || zeroOrWhite, whole, betweenLevels);
        }
    }
}
