package org.vae4j.latent.bijection.sylvester;

import java.util.Arrays;

/** Q = Hₙ … H₁ with H = I - 2 v vᵀ / ‖v‖²: the matrix itself is never made. */
final class Reflections implements Frame {

    private final double[] vectors;
    private final int latent;
    private final int count;
    private final double[] gradient;

    /** The vectors one behind the other. */
    Reflections(double[] vectors, int latent) {
        this.vectors = vectors;
        this.latent = latent;
        this.count = vectors.length / latent;
        this.gradient = new double[vectors.length];
    }

    /** Reflects x and returns 2 vᵀx / ‖v‖²; nothing happens where v = 0. */
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

    /**
     * With x before a reflection, g the gradient behind it, s = 2 vᵀx / ‖v‖² and t = 2 vᵀg / ‖v‖², that with respect to
     * v is s t v - t x - s g.
     */
    @Override
    public void addGradient(double[] u, double[] w) {
        double[][] before = new double[count][];
        double[] shares = new double[count];
        double[] x = w.clone();
        for (int k = 0; k < count; k++) {
            before[k] = x.clone();
            shares[k] = reflect(k, x);
        }
        double[] g = u.clone();
        for (int k = count - 1; k >= 0; k--) {
            double[] behind = g.clone();
            double share = reflect(k, g);
            for (int i = 0; i < latent; i++) {
                int at = k * latent + i;
                gradient[at] += shares[k] * share * vectors[at] - share * before[k][i] - shares[k] * behind[i];
            }
        }
    }

    @Override
    public void takeGradient(double[] target) {
        System.arraycopy(gradient, 0, target, 0, gradient.length);
        Arrays.fill(gradient, 0);
    }
}
