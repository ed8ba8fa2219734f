package org.vae4j.latent.bijection.sylvester;

/**
 * Q has no parameters: in turn the identity and the matrix that reverses the dimensions (van den Berg et al. 2018,
 * triangular Sylvester flows).
 *
 * @param step number of the step, from 0 on
 */
record PermutedBasis(int step) implements Basis {

    @Override
    public int parameterCount(int latent) {
        return 0;
    }

    @Override
    public int columns(int latent) {
        return latent;
    }

    @Override
    public double[] of(double[] parameters, int latent) {
        double[] q = new double[latent * latent];
        for (int j = 0; j < latent; j++) {
            q[j * latent + (step % 2 == 0 ? j : latent - 1 - j)] = 1;
        }
        return q;
    }

    @Override
    public double[] backward(double[] parameters, int latent, double[] gradient) {
        return new double[0];
    }
}
