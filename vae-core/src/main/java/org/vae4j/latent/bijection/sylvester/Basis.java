package org.vae4j.latent.bijection.sylvester;

/** Where the orthonormal columns Q {@code [latent, columns]} of a row come from. */
interface Basis {

    /** How many parameters there are. */
    int parameterCount(int latent);

    /** How many columns. */
    int columns(int latent);

    /** Q as a function of the parameters, which are an array's first. */
    Frame frame(double[] parameters, int latent);
}
