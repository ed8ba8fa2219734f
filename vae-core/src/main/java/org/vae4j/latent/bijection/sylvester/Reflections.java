package org.vae4j.latent.bijection.sylvester;

import java.util.Arrays;

/**
 * The orthogonal matrix Q = Hₙ … H₁ with the reflections H = I - 2 v vᵀ / ‖v‖², which is applied without computing Q.
 *
 * <p>With x the argument of a reflection, g the gradient with respect to its result, s = 2 vᵀx / ‖v‖² and
 * t = 2 vᵀg / ‖v‖², the gradients are s t v - t x - s g for v and g - t v for x. A reflection whose v is 0 is the
 * identity, and its gradient counts as 0.
 */
final class Reflections implements Frame {

    private final double[] vectors;
    private final int latent;
    private final int count;
    private final double[] gradient;

    /**
     * Creates a product of reflections.
     *
     * @param vectors v of H₁, then v of H₂ and so on: not copied
     * @param latent the number of values of each v
     */
    Reflections(double[] vectors, int latent) {
        this.vectors = vectors;
        this.latent = latent;
        this.count = vectors.length / latent;
        this.gradient = new double[vectors.length];
    }

    /** Applies reflection k to x in place, and returns 2 vᵀx / ‖v‖², or 0 for v = 0. */
    private double reflect(int k, double[] x) {
        double product = 0;
        double norm = 0;
        for (int i = 0; i < latent; i++) {
            double v = vectors[k * latent + i];
            product += v * x[i];
            norm += v * v;
        }
        double share = norm == 0 ? 0 : 2 * product / norm;
        for (int i = 0; i < latent; i++) {
            x[i] -= share * vectors[k * latent + i];
        }
        return share;
    }

    @Override
    public double[] times(double[] w) {
        double[] x = w.clone();
        for (int k = 0; k < count; k++) {
            reflect(k, x);
        }
        return x;
    }

    @Override
    public double[] transposedTimes(double[] z) {
        double[] x = z.clone();
        for (int k = count - 1; k >= 0; k--) {
            reflect(k, x);
        }
        return x;
    }

    @Override
    public void addGradient(double[] u, double[] w) {
        double[][] arguments = new double[count][];
        double[] s = new double[count];
        double[] x = w.clone();
        for (int k = 0; k < count; k++) {
            arguments[k] = x.clone();
            s[k] = reflect(k, x);
        }
        double[] toArgument = u.clone();
        for (int k = count - 1; k >= 0; k--) {
            double[] g = toArgument.clone();
            double t = reflect(k, toArgument);
            for (int i = 0; i < latent; i++) {
                int at = k * latent + i;
                gradient[at] += s[k] * t * vectors[at] - t * arguments[k][i] - s[k] * g[i];
            }
        }
    }

    @Override
    public void takeGradient(double[] target) {
        System.arraycopy(gradient, 0, target, 0, gradient.length);
        Arrays.fill(gradient, 0);
    }
}
