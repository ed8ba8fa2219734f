package org.vae4j.objective.jacobian;

/** A property of a network, such as the norm of a Jacobian, that is measured in a separate pass for a term. */
public sealed interface Measured permits Jacobian, SpectralNorms {

    /** {@return the name of the columns that hold the values, which is that of their term} */
    String name();
}
