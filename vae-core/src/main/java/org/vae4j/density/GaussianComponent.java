package org.vae4j.density;

import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.CholeskyDecomposition;
import org.apache.commons.math3.linear.NonPositiveDefiniteMatrixException;
import org.vae4j.math.StableMath;

/** A weighted Gaussian N(mean, L Lᵀ). Its arrays are not copied and are not to be changed. */
final class GaussianComponent {

    private final double weight;
    private final double[] mean;
    private final double[][] covariance;
    private final double[][] factor;
    /** log weight - ½ log det 2πΣ. */
    private final double constant;

    GaussianComponent(double weight, double[] mean, double[][] covariance) {
        this.weight = weight;
        this.mean = mean;
        this.covariance = covariance;
        this.factor = factor(covariance);
        double logDeterminant = 0;
        for (int i = 0; i < mean.length; i++) {
            logDeterminant += 2 * Math.log(factor[i][i]);
        }
        this.constant = Math.log(weight) - 0.5 * (mean.length * StableMath.LOG_TWO_PI + logDeterminant);
    }

    private static double[][] factor(double[][] covariance) {
        try {
            return new CholeskyDecomposition(new Array2DRowRealMatrix(covariance), 1e-8, 0)
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

    double[] mean() {
        return mean;
    }

    double[][] covariance() {
        return covariance;
    }

    /** The logarithm of weight times density, nats; {@code scratch} has room for a code. */
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

    /** The draw that standard normal numbers stand for. */
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
