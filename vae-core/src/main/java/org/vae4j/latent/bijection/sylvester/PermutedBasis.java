package org.vae4j.latent.bijection.sylvester;

/**
 * Q has no parameters: in turn the identity and the matrix that reverses the dimensions (van den Berg et al. 2018,
 * triangular Sylvester flows).
 *
 * @param step number of the step, from 0 on
 */
record PermutedBasis(int step) implements Basis, Frame {

    @Override
    public int parameterCount(int latent) {
        return 0;
    }

    @Override
    public int columns(int latent) {
        return latent;
    }

    @Override
    public Frame frame(double[] parameters, int latent) {
        return this;
    }

    @Override
    public double[] times(double[] w) {
        double[] result = w.clone();
        for (int i = 0; step % 2 == 1 && i < w.length; i++) {
            result[i] = w[w.length - 1 - i];
        }
        return result;
    }

    /** Q is symmetric. */
    @Override
    public double[] transposedTimes(double[] x) {
        return times(x);
    }

    @Override
    public void addGradient(double[] u, double[] w) {
        // No parameters.
    }

    @Override
    public void takeGradient(double[] gradient) {
        // No parameters.
    }
}
