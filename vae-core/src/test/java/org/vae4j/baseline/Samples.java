package org.vae4j.baseline;

import java.util.Arrays;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.vae4j.math.Doubles;
import org.vae4j.math.GaussianNoise;

/** Data of the tests. */
final class Samples {

    private Samples() {}

    /** Correlated, of d different scales, with a mean that is not 0. */
    static INDArray correlated(long seed, int n, int d) {
        INDArray mix = Doubles.matrix(GaussianNoise.draw(seed, d * d), d, d);
        double[] scales = new double[d];
        Arrays.setAll(scales, j -> 3.0 / (1 + j));
        INDArray noise = Doubles.matrix(GaussianNoise.draw(seed + 1, n * d), n, d);
        INDArray shift = Doubles.matrix(GaussianNoise.draw(seed + 2, d), 1, d);
        return Doubles.product(Doubles.scaleColumns(noise, scales), mix).addiRowVector(shift);
    }

    static INDArray rows(double[][] rows) {
        return org.nd4j.linalg.factory.Nd4j.create(rows);
    }

    static double[] values(INDArray matrix) {
        return Doubles.values(matrix);
    }
}
