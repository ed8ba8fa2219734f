package org.vae4j.objective.jacobian;

/** What is measured of a network beside the pass that an objective reads, so that a term can weigh it. */
public sealed interface Measured permits Jacobian, SpectralNorms {

    /** {@return the name of the column that the values are found under, which is their term's} */
    String name();
}
