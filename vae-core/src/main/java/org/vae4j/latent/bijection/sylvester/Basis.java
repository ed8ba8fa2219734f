package org.vae4j.latent.bijection.sylvester;

/** A function from the parameters of a row to orthonormal columns Q {@code [latent, columns]}. */
interface Basis {

    /** The number of parameters of Q. */
    int parameterCount(int latent);

    /** The number of columns of Q. */
    int columns(int latent);

    /** Q for a row's parameters, of which the first {@link #parameterCount} are those of Q. */
    Frame frame(double[] parameters, int latent);
}
