package org.vae4j.latent.bijection.sylvester;

/**
 * Q is what Q ← Q (I + ½ (I - QᵀQ)) leads to, the orthonormal matrix that is nearest to P (Björck and Bowie
 * 1971; van den Berg et al. 2018, orthogonal Sylvester flows). It begins with
 * P over its norm. P is the parameters and the unit vectors of the first dimensions, since a P of 0 is near none, and
 * an encoder begins near it.
 *
 * @param columns how many, from 1 to the latent dimensions; the parameters are a matrix of that many columns
 */
record OrthogonalBasis(int columns) implements Basis {

    @Override
    public int parameterCount(int latent) {
        return Math.multiplyExact(columns, latent);
    }

    @Override
    public int columns(int latent) {
        return columns;
    }

    @Override
    public Frame frame(double[] parameters, int latent) {
        double[] p = new double[columns * latent];
        System.arraycopy(parameters, 0, p, 0, p.length);
        for (int j = 0; j < columns; j++) {
            p[j * latent + j] += 1;
        }
        return new NearestOrthonormal(p, latent);
    }
}
