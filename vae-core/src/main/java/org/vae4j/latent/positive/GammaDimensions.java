package org.vae4j.latent.positive;

import org.apache.commons.math3.special.Gamma;
import org.vae4j.latent.IndependentDimensions;
import org.vae4j.latent.LatentRows;
import org.vae4j.math.StableMath;

/** The marginals of a {@link GammaPosterior}; what depends on parameters alone is worked out once per dimension. */
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

    /** Outside there is no density. */
    @Override
    public double logDensity(int row, int dimension, double z) {
        int i = dimension * rows + row;
        return z > 0
                ? constants[i] + (shapes[i] - 1) * Math.log(z) - rates[i] * z
                : z <= 0 ? Double.NEGATIVE_INFINITY : Double.NaN;
    }

    /** (a - 1) / z - b. */
    double slope(int row, int dimension, double z) {
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
        return weight * slope(row, dimension, z);
    }

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

    @Override
    public void addMomentGradient(int row, int dimension, double toMean, double toVariance) {
        int i = dimension * rows + row;
        double rate = rates[i];
        addGradient(
                i, (toMean + toVariance / rate) / rate, -(toMean + 2 * toVariance / rate) * shapes[i] / (rate * rate));
    }
}
