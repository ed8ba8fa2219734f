package org.vae4j.data.source.own;

import java.util.Arrays;
import org.vae4j.data.DataRange;
import org.vae4j.data.ExampleSet;
import org.vae4j.data.FloatSet;
import org.vae4j.data.store.FloatSpool;

/**
 * Each value less its mean, divided by its standard deviation. Both are those of the training examples, so that nothing
 * of the others is known to the model. A value that never changes keeps its deviation of 1.
 */
public final class Standardisation {

    private final double[] means;
    private final double[] deviations;

    private Standardisation(double[] means, double[] deviations) {
        this.means = means;
        this.deviations = deviations;
    }

    /**
     * The moments of a training set.
     *
     * @param train examples
     * @return their standardisation
     */
    public static Standardisation of(ExampleSet train) {
        int features = train.shape().size();
        double[] means = new double[features];
        double[] squares = new double[features];
        float[] row = new float[features];
        for (int i = 0; i < train.size(); i++) {
            train.copyTo(i, row, 0);
            for (int j = 0; j < features; j++) {
                // Welford's update, which loses no digits where the mean is large against the deviation.
                double change = row[j] - means[j];
                means[j] += change / (i + 1);
                squares[j] += change * (row[j] - means[j]);
            }
        }
        double[] deviations = Arrays.stream(squares)
                .map(sum -> Math.sqrt(sum / train.size()))
                .map(deviation -> deviation > 0 ? deviation : 1)
                .toArray();
        return new Standardisation(means, deviations);
    }

    /** {@return the means, one per value} */
    public double[] means() {
        return means.clone();
    }

    /** {@return the standard deviations, one per value, each above 0} */
    public double[] deviations() {
        return deviations.clone();
    }

    /** The same examples, standardised. */
    FloatSet apply(ExampleSet set) {
        int features = means.length;
        FloatSpool numbers = new FloatSpool((long) set.size() * features);
        int[] labels = new int[set.hasLabels() ? set.size() : 0];
        float[] row = new float[features];
        for (int i = 0; i < set.size(); i++) {
            set.copyTo(i, row, 0);
            for (int j = 0; j < features; j++) {
                row[j] = (float) ((row[j] - means[j]) / deviations[j]);
            }
            numbers.append(row, 0, features);
            if (set.hasLabels()) {
                labels[i] = set.label(i);
            }
        }
        return FloatSet.of(set.name(), set.shape(), DataRange.REAL, numbers.finish(), labels);
    }
}
