package org.vae4j.data.source.own;

import java.util.Arrays;
import org.vae4j.data.DataRange;
import org.vae4j.data.ExampleSet;
import org.vae4j.data.FloatSet;
import org.vae4j.data.store.FloatSpool;

/**
 * The standardisation of each feature: value x becomes (x − m) / s, where m is the feature's mean and s its standard
 * deviation over the n training examples, with the divisor n. Other examples do not enter, so that the model knows
 * nothing of them. The deviation of a feature that is constant over the training examples is taken as 1.
 */
public final class Standardisation {

    private final double[] means;
    private final double[] deviations;

    private Standardisation(double[] means, double[] deviations) {
        this.means = means;
        this.deviations = deviations;
    }

    /**
     * Computes means and deviations of a training set.
     *
     * @param train the training examples
     * @return the standardisation by them
     */
    public static Standardisation of(ExampleSet train) {
        int features = train.shape().size();
        double[] means = new double[features];
        double[] squaresFromMean = new double[features];
        float[] row = new float[features];
        for (int i = 0; i < train.size(); i++) {
            train.copyTo(i, row, 0);
            for (int j = 0; j < features; j++) {
                // Welford's update, which loses no digits where the mean is large against the deviation.
                double change = row[j] - means[j];
                means[j] += change / (i + 1);
                squaresFromMean[j] += change * (row[j] - means[j]);
            }
        }
        double[] deviations = Arrays.stream(squaresFromMean)
                .map(sum -> Math.sqrt(sum / train.size()))
                .map(deviation -> deviation > 0 ? deviation : 1)
                .toArray();
        return new Standardisation(means, deviations);
    }

    /** {@return the means, one per feature} */
    public double[] means() {
        return means.clone();
    }

    /** {@return the standard deviations, one per feature, each above 0} */
    public double[] deviations() {
        return deviations.clone();
    }

    /** Standardises examples of the training set's shape; names and labels stay. */
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
