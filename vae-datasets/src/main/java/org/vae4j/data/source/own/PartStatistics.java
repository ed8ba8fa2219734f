package org.vae4j.data.source.own;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import org.vae4j.data.ExampleSet;

/**
 * Statistics of all values of a part of a data set, as the model sees them. With N values x and the first value o as
 * the origin, the mean is m = o + Σ(x − o) / N and the deviation √(Σ(x − o)² / N − (m − o)²), which keeps its digits
 * where the mean is large against the deviation.
 *
 * @param examples the number of examples
 * @param least the least value
 * @param greatest the greatest value
 * @param mean the mean of the values
 * @param deviation the standard deviation of the values, with the divisor N
 * @param classes number of examples of each class; empty without labels
 */
public record PartStatistics(
        int examples,
        double least,
        double greatest,
        double mean,
        double deviation,
        SortedMap<Integer, Integer> classes) {

    /** Copies the map. */
    public PartStatistics {
        classes = Collections.unmodifiableSortedMap(new TreeMap<>(classes));
    }

    /**
     * Computes the statistics of a part.
     *
     * @param set the part
     * @return the statistics
     */
    public static PartStatistics of(ExampleSet set) {
        double least = Double.POSITIVE_INFINITY;
        double greatest = Double.NEGATIVE_INFINITY;
        double sum = 0;
        double squares = 0;
        TreeMap<Integer, Integer> classes = new TreeMap<>();
        float[] row = new float[set.shape().size()];
        set.copyTo(0, row, 0);
        double origin = row[0];
        for (int i = 0; i < set.size(); i++) {
            set.copyTo(i, row, 0);
            for (float value : row) {
                least = Math.min(least, value);
                greatest = Math.max(greatest, value);
                sum += value - origin;
                squares += (value - origin) * (value - origin);
            }
            if (set.hasLabels()) {
                classes.merge(set.label(i), 1, Integer::sum);
            }
        }
        double count = (double) set.size() * row.length;
        double meanFromOrigin = sum / count;
        double variance = Math.max(0, squares / count - meanFromOrigin * meanFromOrigin);
        return new PartStatistics(set.size(), least, greatest, origin + meanFromOrigin, Math.sqrt(variance), classes);
    }
}
