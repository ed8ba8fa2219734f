package org.vae4j.eval.annealed;

/** A space into which latents can be put back, so that chains can begin where they are to end. */
interface ReversibleSpace extends ChainSpace {

    /**
     * The coordinates of latents.
     *
     * @param z {@code rows · latent} values, column by column
     * @return u, which has as many dimensions
     */
    double[] coordinates(double[] z);
}
