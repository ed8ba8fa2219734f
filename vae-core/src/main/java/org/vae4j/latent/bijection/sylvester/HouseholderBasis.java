package org.vae4j.latent.bijection.sylvester;

import java.util.Arrays;

/**
 * Q is a product of reflections, a square matrix (van den Berg et al. 2018, Householder Sylvester flows).
 *
 * @param reflections how many, ≥ 1; the parameters are the differences of their vectors from the unit vectors in turn
 */
record HouseholderBasis(int reflections) implements Basis {

    @Override
    public int parameterCount(int latent) {
        return Math.multiplyExact(reflections, latent);
    }

    @Override
    public int columns(int latent) {
        return latent;
    }

    @Override
    public double[] of(double[] parameters, int latent) {
        return before(parameters, latent)[reflections];
    }

    /** The products of the first 0, 1, … reflections, each reflecting the columns of the one before. */
    private double[][] before(double[] parameters, int latent) {
        double[][] products = new double[reflections + 1][];
        products[0] = SmallMatrix.identity(latent);
        for (int k = 0; k < reflections; k++) {
            products[k + 1] = products[k].clone();
            double[] v = vector(parameters, k, latent);
            for (int column = 0; column < latent; column++) {
                reflect(v, products[k + 1], column * latent);
            }
        }
        return products;
    }

    private static double[] vector(double[] parameters, int k, int latent) {
        double[] v = Arrays.copyOfRange(parameters, k * latent, (k + 1) * latent);
        v[k % latent] += 1;
        return v;
    }

    /** Reflects a column and returns 2 vᵀx / ‖v‖²; nothing happens where v = 0. */
    private static double reflect(double[] v, double[] matrix, int first) {
        double product = 0;
        double norm = 0;
        for (int i = 0; i < v.length; i++) {
            product += v[i] * matrix[first + i];
            norm += v[i] * v[i];
        }
        double share = norm == 0 ? 0 : 2 * product / norm;
        for (int i = 0; i < v.length; i++) {
            matrix[first + i] -= share * v[i];
        }
        return share;
    }

    @Override
    public double[] backward(double[] parameters, int latent, double[] gradient) {
        double[][] products = before(parameters, latent);
        double[] result = new double[parameters.length];
        double[] toProduct = gradient.clone();
        for (int k = reflections - 1; k >= 0; k--) {
            double[] v = vector(parameters, k, latent);
            for (int first = 0; first < toProduct.length; first += latent) {
                double[] x = Arrays.copyOfRange(products[k], first, first + latent);
                double[] g = Arrays.copyOfRange(toProduct, first, first + latent);
                double ofX = reflect(v, products[k], first);
                double ofGradient = reflect(v, toProduct, first);
                for (int i = 0; i < latent; i++) {
                    result[k * latent + i] += ofX * ofGradient * v[i] - ofGradient * x[i] - ofX * g[i];
                }
            }
        }
        return result;
    }
}
