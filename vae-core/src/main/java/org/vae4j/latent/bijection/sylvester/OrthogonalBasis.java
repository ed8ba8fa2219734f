package org.vae4j.latent.bijection.sylvester;

/**
 * A Q of any number of columns, the {@link NearestOrthonormal} of a matrix P (van den Berg et al. 2018, orthogonal
 * Sylvester flows). The parameters are P less the first unit vectors, because P = 0 has no nearest Q and encoders begin
 * near 0.
 *
 * @param columns the number of columns of P and Q, from 1 to the latent dimensions
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
