package org.vae4j.likelihood;

import org.vae4j.kernel.Kernels;
import org.vae4j.kernel.Matrix;

/** Access to the parameters of each feature of each row in a decoder's output. */
final class FeatureParameters {

    private final double[] all;
    private final double[] one;

    private FeatureParameters(double[] all, int count) {
        this.all = all;
        this.one = new double[count];
    }

    /** Reads a decoder's output; {@code features} is the number of features of all rows together. */
    static FeatureParameters read(Kernels kernels, Matrix parameters, int features) {
        double[] all = kernels.values(parameters);
        return new FeatureParameters(all, all.length / features);
    }

    /** Returns the parameters of one feature, counted column by column; the next call overwrites the array. */
    double[] of(int feature) {
        int features = all.length / one.length;
        for (int k = 0; k < one.length; k++) {
            one[k] = all[k * features + feature];
        }
        return one;
    }
}
