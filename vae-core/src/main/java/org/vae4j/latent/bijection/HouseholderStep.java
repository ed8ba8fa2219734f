package org.vae4j.latent.bijection;

import java.util.Arrays;

/**
 * One reflection of a {@link HouseholderFlow}, z' = z - s v with s = 2 vᵀz / ‖v‖², whose log-determinant is 0.
 *
 * <p>With g the gradient with respect to z' and t = 2 vᵀg / ‖v‖², the backward pass gives g - t v for z, since a
 * reflection is its own transpose, and s t v - t z - s g for v.
 *
 * @param number the number of the step, from 0 on
 */
record HouseholderStep(int number) implements Step {

    @Override
    public int parameterCount(int latent) {
        return latent;
    }

    /** v of each row, column by column. */
    private double[] vectors(StepParameters parameters, int latent) {
        int rows = parameters.rows();
        int first = parameters.at(0);
        double[] v = Arrays.copyOfRange(parameters.values(), first, first + rows * latent);
        int axis = number % latent * rows;
        for (int r = 0; r < rows; r++) {
            v[axis + r] += 1;
        }
        return v;
    }

    /** 2 vᵀx / ‖v‖² of each row; 0 where v = 0. */
    private static double[] reflectionFactors(double[] v, double[] x, int rows) {
        double[] product = new double[rows];
        double[] norm = new double[rows];
        for (int i = 0; i < x.length; i++) {
            product[i % rows] += v[i] * x[i];
            norm[i % rows] += v[i] * v[i];
        }
        for (int r = 0; r < rows; r++) {
            product[r] = norm[r] == 0 ? 0 : 2 * product[r] / norm[r];
        }
        return product;
    }

    @Override
    public Taken take(StepParameters parameters, double[] z, double[] logDeterminant) {
        int rows = parameters.rows();
        double[] before = z.clone();
        double[] v = vectors(parameters, z.length / rows);
        double[] s = reflectionFactors(v, z, rows);
        for (int i = 0; i < z.length; i++) {
            z[i] -= s[i % rows] * v[i];
        }
        return (gradient, unused) -> backward(parameters, v, before, gradient);
    }

    private static void backward(StepParameters parameters, double[] v, double[] z, double[] gradient) {
        int rows = parameters.rows();
        double[] s = reflectionFactors(v, z, rows);
        double[] t = reflectionFactors(v, gradient, rows);
        int first = parameters.at(0);
        for (int i = 0; i < z.length; i++) {
            int r = i % rows;
            parameters.gradient()[first + i] += s[r] * t[r] * v[i] - t[r] * z[i] - s[r] * gradient[i];
            gradient[i] -= t[r] * v[i];
        }
    }
}
