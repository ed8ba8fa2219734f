package org.vae4j.latent.bijection.sylvester;

/**
 * Orthonormal columns Q {@code [latent, columns]} of a row, as a function of parameters. Matrices are arrays, column by
 * column.
 */
interface Basis {

    /** How many parameters there are. */
    int parameterCount(int latent);

    /** How many columns. */
    int columns(int latent);

    /** Q. */
    double[] of(double[] parameters, int latent);

    /**
     * The backward pass of {@link #of}.
     *
     * @param parameters as in the forward pass
     * @param latent number of rows of Q
     * @param gradient with respect to Q
     * @return with respect to the parameters
     */
    double[] backward(double[] parameters, int latent, double[] gradient);
}
