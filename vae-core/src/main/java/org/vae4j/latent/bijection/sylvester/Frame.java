package org.vae4j.latent.bijection.sylvester;

/** Orthonormal columns Q {@code [latent, columns]} that are given by parameters. */
interface Frame {

    /** Q w. */
    double[] times(double[] w);

    /** Qᵀ x. */
    double[] transposedTimes(double[] x);

    /** Adds the gradient of uᵀ Q w with respect to the parameters to what {@link #takeGradient} gives. */
    void addGradient(double[] u, double[] w);

    /** Writes the gradient with respect to the parameters to an array's first values, and begins a new sum. */
    void takeGradient(double[] gradient);
}
