package org.vae4j.baseline.linear;

import java.util.Arrays;
import java.util.function.Supplier;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.vae4j.baseline.Covariance;

/**
 * (S + εI)⁻¹, by which the gradient to an encoder is multiplied so that directions of little variance converge as fast as
 * the others.
 */
final class EncoderScale {

    /** Of the average variance: below it a direction adds less than 1e-6 of a pixel to anything. */
    private static final double FLOOR = 1e-6;

    private EncoderScale() {}

    /** Computed when first asked for. */
    static Supplier<INDArray> of(Covariance data, double penalty) {
        return new Supplier<>() {
            private INDArray inverse;

            @Override
            public synchronized INDArray get() {
                if (inverse == null) {
                    double floor = penalty + FLOOR * data.totalVariance() / data.features() + Double.MIN_NORMAL;
                    INDArray vectors = data.eigen().vectors();
                    double[] reciprocal = Arrays.stream(data.eigen().values())
                            .map(v -> 1 / (Math.max(0, v) + floor))
                            .toArray();
                    INDArray scaled =
                            vectors.mulRowVector(Nd4j.create(reciprocal, new long[] {1, reciprocal.length}, 'f'));
                    inverse = Nd4j.gemm(scaled, vectors, false, true);
                }
                return inverse;
            }
        };
    }

    /** Multiplies p columns of d values from a position on. */
    static void apply(INDArray inverse, double[] vector, int from, int p) {
        int d = inverse.rows();
        INDArray part = Nd4j.create(Arrays.copyOfRange(vector, from, from + d * p), new long[] {d, p}, 'f');
        double[] result = Nd4j.gemm(inverse, part, false, false).dup('f').data().asDouble();
        System.arraycopy(result, 0, vector, from, d * p);
    }
}
