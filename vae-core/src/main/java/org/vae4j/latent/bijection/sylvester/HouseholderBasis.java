package org.vae4j.latent.bijection.sylvester;

/**
 * A square Q that is a product of reflections (van den Berg et al. 2018, Householder Sylvester flows). The parameters
 * are the vectors of the reflections, each less a unit vector, of each dimension in turn.
 *
 * @param reflections the number of reflections, ≥ 1
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
