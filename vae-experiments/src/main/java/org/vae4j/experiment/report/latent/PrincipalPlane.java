package org.vae4j.experiment.report.latent;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.EigenDecomposition;
import org.apache.commons.math3.linear.RealMatrix;
import org.apache.commons.math3.linear.RealVector;
import org.apache.commons.math3.stat.correlation.Covariance;

/**
 * Posterior means μ_i, projected onto the plane of their first two principal components: the coordinates of example i
 * are (μ_i − μ̄)ᵀ v_1 and (μ_i − μ̄)ᵀ v_2, where v_1 and v_2 are the eigenvectors of the covariance of the means with
 * the two largest eigenvalues λ_1 and λ_2.
 *
 * @param first coordinates along the first component, one per example
 * @param second coordinates along the second component, one per example
 * @param share the share (λ_1 + λ_2) / Σ λ_j of the variance that lies in the plane, in [0, 1]
 */
record PrincipalPlane(double[] first, double[] second, double share) {

    /** Computes the plane of two or more examples with three or more dimensions. */
    static PrincipalPlane of(LatentTable latents) {
        int dimensions = latents.dimensions();
        RealMatrix means = new Array2DRowRealMatrix(latents.size(), dimensions);
        for (int j = 0; j < dimensions; j++) {
            double[] column = latents.means(j);
            double center = Arrays.stream(column).average().orElse(0);
            means.setColumn(
                    j, Arrays.stream(column).map(value -> value - center).toArray());
        }
        // Eigenvalues come in descending order.
        EigenDecomposition eigen = new EigenDecomposition(new Covariance(means).getCovarianceMatrix());
        double total = IntStream.range(0, dimensions)
                .mapToDouble(eigen::getRealEigenvalue)
                .sum();
        double inPlane = eigen.getRealEigenvalue(0) + eigen.getRealEigenvalue(1);
        return new PrincipalPlane(
                project(means, eigen.getEigenvector(0)),
                project(means, eigen.getEigenvector(1)),
                total > 0 ? inPlane / total : 0);
    }

    private static double[] project(RealMatrix centered, RealVector direction) {
        return centered.operate(direction).toArray();
    }
}
