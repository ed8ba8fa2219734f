package org.vae4j.latent.positive;

import org.apache.commons.math3.special.Gamma;
import org.vae4j.latent.IndependentDimensions;
import org.vae4j.latent.LatentRows;
import org.vae4j.math.StableMath;

/**
 * The marginals of a {@link GammaPosterior} with shapes a and rates b, log q(z) = a log b - log Γ(a) + (a - 1) log z -
 * b z. Terms of the parameters alone are computed once per row and dimension.
 *
 * <p>The gradient of log q is (a - 1)/z - b for z, log(b z) - ψ(a) for a and a/b - z for b. toX is the gradient with
 * respect to X.
 */
final class GammaDimensions implements IndependentDimensions {

    private final int rows;
    private final int half;
    private final double[] parameters;
    private final double[] gradient;
    private final double[] shapes;
    private final double[] rates;
    private final double[] constants;

    GammaDimensions(GammaPosterior family, LatentRows latent) {
        rows = latent.rows();
        half = rows * latent.size();
        parameters = latent.parameters().values();
        gradient = latent.parameters().gradient();
        shapes = new double[half];
        rates = new double[half];
        constants = new double[half];
        for (int i = 0; i < half; i++) {
            shapes[i] = family.shape(parameters[i]);
            rates[i] = family.rate(parameters[half + i]);
            constants[i] = shapes[i] * Math.log(rates[i]) - Gamma.logGamma(shapes[i]);
        }
    }

    /** {@return log q(z); -∞ where z is not positive, NaN where it is NaN} */
    @Override
    public double logDensity(int row, int dimension, double z) {
        if (z <= 0) {
            return Double.NEGATIVE_INFINITY;
        }
        int i = dimension * rows + row;
        return constants[i] + (shapes[i] - 1) * Math.log(z) - rates[i] * z;
    }

    /** ∂ log q / ∂z = (a - 1)/z - b. */
    double logDensitySlope(int row, int dimension, double z) {
        int i = dimension * rows + row;
        return (shapes[i] - 1) / z - rates[i];
    }

    @Override
    public double addLogDensityGradient(int row, int dimension, double z, double weight) {
        int i = dimension * rows + row;
        addGradient(
                i,
                weight * (Math.log(rates[i] * z) - Polygamma.digamma(shapes[i])),
                weight * (shapes[i] / rates[i] - z));
        return weight * logDensitySlope(row, dimension, z);
    }

    /** Adds the gradients with respect to the parameters s and t, by da/ds = sigmoid(s) and db/dt = sigmoid(t). */
    private void addGradient(int i, double toShape, double toRate) {
        gradient[i] += toShape * StableMath.sigmoid(parameters[i]);
        gradient[half + i] += toRate * StableMath.sigmoid(parameters[half + i]);
    }

    @Override
    public double mean(int row, int dimension) {
        int i = dimension * rows + row;
        return shapes[i] / rates[i];
    }

    @Override
    public double variance(int row, int dimension) {
        int i = dimension * rows + row;
        return shapes[i] / (rates[i] * rates[i]);
    }

    /** The mean is a/b, and the variance a/b². */
    @Override
    public void addMomentGradient(int row, int dimension, double toMean, double toVariance) {
        int i = dimension * rows + row;
        double rate = rates[i];
        addGradient(
                i, (toMean + toVariance / rate) / rate, -(toMean + 2 * toVariance / rate) * shapes[i] / (rate * rate));
    }
}
