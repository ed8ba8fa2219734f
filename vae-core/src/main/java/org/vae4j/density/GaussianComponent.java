package org.vae4j.density;

import java.util.Arrays;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.CholeskyDecomposition;
import org.apache.commons.math3.linear.NonPositiveDefiniteMatrixException;
import org.vae4j.math.StableMath;

/** A component of a Gaussian mixture, weight · N(mean, Σ) with Σ = L Lᵀ for a lower triangular L. Immutable. */
final class GaussianComponent {

    /** The largest difference of entries across the diagonal of a covariance, relative to the larger. */
    private static final double SYMMETRY = 1e-8;

    private final double weight;
    private final double[] mean;
    private final double[][] covariance;
    /** L. */
    private final double[][] factor;
    /** log weight - ½ log det 2πΣ. */
    private final double constant;

    /**
     * Creates a component. The arrays are copied.
     *
     * @param weight above 0
     * @param mean one value per dimension
     * @param covariance Σ, symmetric and positive definite
     * @throws IllegalArgumentException when Σ is singular
     */
    GaussianComponent(double weight, double[] mean, double[][] covariance) {
        this.weight = weight;
        this.mean = mean.clone();
        this.covariance = copy(covariance);
        this.factor = factor(covariance);
        double logDeterminant = 0;
        for (int i = 0; i < mean.length; i++) {
            logDeterminant += 2 * Math.log(factor[i][i]);
        }
        this.constant = Math.log(weight) - 0.5 * (mean.length * StableMath.LOG_TWO_PI + logDeterminant);
    }

    private static double[][] copy(double[][] matrix) {
        return Arrays.stream(matrix).map(double[]::clone).toArray(double[][]::new);
    }

    private static double[][] factor(double[][] covariance) {
        try {
            return new CholeskyDecomposition(new Array2DRowRealMatrix(covariance), SYMMETRY, 0)
                    .getL()
                    .getData();
        } catch (NonPositiveDefiniteMatrixException e) {
            throw new IllegalArgumentException(
                    "found codes whose covariance is singular (" + e.getMessage()
                            + "), expected codes that fill the latent space: take fewer latents or components",
                    e);
        }
    }

    double weight() {
        return weight;
    }

    /** The number of dimensions. */
    int dimensions() {
        return mean.length;
    }

    /** The mean, a copy. */
    double[] mean() {
        return mean.clone();
    }

    /** Σ, a copy. */
    double[][] covariance() {
        return copy(covariance);
    }

    /**
     * The logarithm of weight times density, log weight - ½ log det 2πΣ - ½ ‖L⁻¹ (z - mean)‖².
     *
     * @param z one value per dimension
     * @param scratch one value per dimension: overwritten
     * @return nats
     */
    double logWeighted(double[] z, double[] scratch) {
        double squares = 0;
        for (int i = 0; i < mean.length; i++) {
            double sum = z[i] - mean[i];
            double[] row = factor[i];
            for (int j = 0; j < i; j++) {
                sum -= row[j] * scratch[j];
            }
            scratch[i] = sum / row[i];
            squares += scratch[i] * scratch[i];
        }
        return constant - 0.5 * squares;
    }

    /** The draw mean + L · noise for noise of N(0, I). */
    double[] draw(double[] noise) {
        double[] z = mean.clone();
        for (int i = 0; i < z.length; i++) {
            for (int j = 0; j <= i; j++) {
                z[i] += factor[i][j] * noise[j];
            }
        }
        return z;
    }
}
