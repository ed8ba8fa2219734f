package org.vae4j.likelihood;

import org.vae4j.kernel.Kernels;
import org.vae4j.kernel.Matrix;

/** The parameters of each feature of each row, gathered from the columns of a decoder's output. */
final class FeatureParameters {

    private final double[] all;
    private final double[] one;

    private FeatureParameters(double[] all, int count) {
        this.all = all;
        this.one = new double[count];
    }

    /** Reads those of so many features, of all rows together. */
    static FeatureParameters read(Kernels kernels, Matrix parameters, int features) {
        double[] all = kernels.values(parameters);
        return new FeatureParameters(all, all.length / features);
    }

    /** Those of one feature, counted column by column; the array is overwritten by the next call. */
    double[] of(int feature) {
        int features = all.length / one.length;
        for (int k = 0; k < one.length; k++) {
            one[k] = all[k * features + feature];
        }
        return one;
    }
}
