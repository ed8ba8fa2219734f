package org.vae4j.latent.hamiltonian;

/**
 * The logarithm of a density of latents, up to a constant of each row, with the derivatives that leapfrogs and their
 * backward pass need. Latents are stored column by column, row r of dimension j at j · rows + r.
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
     * The gradient of Σ direction · {@link #slope slope(z)}. With respect to z it is returned: the matrix of second
     * derivatives times the direction. With respect to learned parameters of the density it is added to their gradient.
     *
     * @param z {@code rows · latent} values
     * @param direction as many values
     * @return as many values
     */
    double[] curvature(double[] z, double[] direction);

    /**
     * The logarithm of the product of two densities.
     *
     * @param one the logarithm of a density of z
     * @param other the logarithm of another density of z
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
