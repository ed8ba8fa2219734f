package org.vae4j.experiment.report.latent;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.EigenDecomposition;
import org.apache.commons.math3.linear.RealMatrix;
import org.apache.commons.math3.linear.RealVector;
import org.apache.commons.math3.stat.correlation.Covariance;

/**
 * Posterior means in the plane of their first two principal components.
 *
 * @param first coordinates along the first component, one per example
 * @param second coordinates along the second component
 * @param share of the variance that lies in the plane, in [0, 1]
 */
record PrincipalPlane(double[] first, double[] second, double share) {

    /** The plane of three or more dimensions and two or more examples. */
    static PrincipalPlane of(LatentTable latents) {
        int dimensions = latents.dimensions();
        RealMatrix means = new Array2DRowRealMatrix(latents.size(), dimensions);
        for (int j = 0; j < dimensions; j++) {
            double[] column = latents.means(j);
            double middle = Arrays.stream(column).average().orElse(0);
            means.setColumn(
                    j, Arrays.stream(column).map(value -> value - middle).toArray());
        }
        EigenDecomposition parts = new EigenDecomposition(new Covariance(means).getCovarianceMatrix());
        double all = IntStream.range(0, dimensions)
                .mapToDouble(parts::getRealEigenvalue)
                .sum();
        double plane = parts.getRealEigenvalue(0) + parts.getRealEigenvalue(1);
        return new PrincipalPlane(
                along(means, parts.getEigenvector(0)),
                along(means, parts.getEigenvector(1)),
                all > 0 ? plane / all : 0);
    }

    private static double[] along(RealMatrix means, RealVector direction) {
        return means.operate(direction).toArray();
    }
}
