package org.vae4j.baseline;

import org.apache.commons.math3.linear.MatrixUtils;
import org.apache.commons.math3.linear.RealMatrix;

/**
 * Probabilistic PCA without any decomposition, linearly convergent (Tipping and Bishop 1999, equations 29 and 30):
 * another way to the maximum that the closed form claims to be.
 */
final class ExpectationMaximisation {

    private ExpectationMaximisation() {}

    /**
     * Ends when σ² and W change by less than the tolerance, a part of them; W is found up to a rotation of its columns.
     */
    static ProbabilisticPca fit(Covariance moments, int p, int iterations, double tolerance) {
        RealMatrix s = MatrixUtils.createRealMatrix(moments.matrix().toDoubleMatrix());
        int d = s.getRowDimension();
        RealMatrix eye = MatrixUtils.createRealIdentityMatrix(p);
        RealMatrix w = MatrixUtils.createRealMatrix(Samples.correlated(3, d, p).toDoubleMatrix());
        double noise = s.getTrace() / d;
        double change = Double.POSITIVE_INFINITY;
        for (int i = 0; i < iterations && change > tolerance; i++) {
            RealMatrix inverse = MatrixUtils.inverse(w.transpose().multiply(w).add(eye.scalarMultiply(noise)));
            RealMatrix sw = s.multiply(w);
            RealMatrix inner = inverse.multiply(w.transpose().multiply(sw)).add(eye.scalarMultiply(noise));
            RealMatrix next = sw.multiply(MatrixUtils.inverse(inner));
            double nextNoise =
                    s.subtract(sw.multiply(inverse).multiply(next.transpose())).getTrace() / d;
            change = Math.max(
                    next.subtract(w).getFrobeniusNorm() / next.getFrobeniusNorm(),
                    Math.abs(nextNoise - noise) / nextNoise);
            w = next;
            noise = nextNoise;
        }
        return ProbabilisticPca.of(moments.mean(), Samples.rows(w.getData()), noise);
    }
}
