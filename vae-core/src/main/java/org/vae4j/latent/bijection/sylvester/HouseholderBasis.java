package org.vae4j.latent.bijection.sylvester;

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
    public Frame frame(double[] parameters, int latent) {
        double[] vectors = new double[reflections * latent];
        System.arraycopy(parameters, 0, vectors, 0, vectors.length);
        for (int k = 0; k < reflections; k++) {
            vectors[k * latent + k % latent] += 1;
        }
        return new Reflections(vectors, latent);
    }
}
