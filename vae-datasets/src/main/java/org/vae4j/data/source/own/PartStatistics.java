package org.vae4j.data.source.own;

import java.util.SortedMap;
import java.util.TreeMap;
import org.vae4j.data.ExampleSet;

/**
 * Statistics of the values of a part of a data set.
 *
 * @param examples how many
 * @param least of all values, as the model sees them
 * @param greatest of all values
 * @param mean of all values
 * @param deviation of all values: the root of the mean squared distance from their mean
 * @param classes number of examples of each class; empty without labels
 */
public record PartStatistics(
        int examples,
        double least,
        double greatest,
        double mean,
        double deviation,
        SortedMap<Integer, Integer> classes) {

    /**
     * Looks at every value of a part.
     *
     * @param set the part
     * @return its statistics
     */
    public static PartStatistics of(ExampleSet set) {
        double least = Double.POSITIVE_INFINITY;
        double greatest = Double.NEGATIVE_INFINITY;
        double sum = 0;
        double squares = 0;
        TreeMap<Integer, Integer> classes = new TreeMap<>();
        float[] row = new float[set.shape().size()];
        set.copyTo(0, row, 0);
        // Against the first value, so that no digits are lost where the mean is large against the deviation.
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
        double mean = sum / count;
        double deviation = Math.sqrt(Math.max(0, squares / count - mean * mean));
        return new PartStatistics(set.size(), least, greatest, origin + mean, deviation, classes);
    }
}
