package org.vae4j.latent.bijection.sylvester;

/**
 * Orthonormal columns Q {@code [latent, columns]} as a function of parameters. It is mutable: gradients with respect to
 * the parameters add up until they are taken.
 */
interface Frame {

    /** Q w. */
    double[] times(double[] w);

    /** Qᵀ x. */
    double[] transposedTimes(double[] x);

    /** Adds the gradient of uᵀ Q w with respect to the parameters to the sum. */
    void addGradient(double[] u, double[] w);

    /** Writes the sum of gradients to the first values of an array, and sets it to 0. */
    void takeGradient(double[] gradient);
}
