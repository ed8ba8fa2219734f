package org.vae4j.latent.hamiltonian;

/**
 * The logarithm of a density of latents, up to a constant of each row, with the derivatives that leapfrogs and the way
 * back through them need. Latents are stored column by column, row r of dimension j at j · rows + r.
 */
public interface Target {

    /**
     * The gradient with respect to z.
     *
     * @param z {@code rows · latent} values
     * @return as many values, nats per unit of z
     */
    double[] slope(double[] z);

    /**
     * The derivative of Σ direction · {@link #slope slope(z)}. With respect to the parameters that the density is made
     * of it is added to their gradient, where they learn; with respect to z it is returned, which is the matrix of
     * second derivatives times the direction.
     *
     * @param z {@code rows · latent} values
     * @param direction as many values
     * @return as many values
     */
    double[] curvature(double[] z, double[] direction);

    /**
     * The logarithm of a product of densities.
     *
     * @param one of z
     * @param other of the same z
     * @return their sum
     */
    static Target sum(Target one, Target other) {
        return new Target() {
            @Override
            public double[] slope(double[] z) {
                return sum(one.slope(z), other.slope(z));
            }

            @Override
            public double[] curvature(double[] z, double[] direction) {
                return sum(one.curvature(z, direction), other.curvature(z, direction));
            }
        };
    }

    private static double[] sum(double[] values, double[] others) {
        double[] sum = values.clone();
        for (int i = 0; i < sum.length; i++) {
            sum[i] += others[i];
        }
        return sum;
    }
}
