package org.vae4j.network;

import org.vae4j.kernel.Nonlinearity;

/** The nonlinearity of a block: its own, or that of the network. */
public enum Activation {
    /** The nonlinearity of the network. */
    NETWORK,
    /** See {@link Nonlinearity#IDENTITY}. */
    IDENTITY,
    /** See {@link Nonlinearity#RELU}. */
    RELU,
    /** See {@link Nonlinearity#LEAKY_RELU}. */
    LEAKY_RELU,
    /** See {@link Nonlinearity#LEAKY_RELU_20}. */
    LEAKY_RELU_20,
    /** See {@link Nonlinearity#TANH}. */
    TANH,
    /** See {@link Nonlinearity#SIGMOID}. */
    SIGMOID,
    /** See {@link Nonlinearity#SOFTPLUS}. */
    SOFTPLUS,
    /** See {@link Nonlinearity#ELU}. */
    ELU,
    /** See {@link Nonlinearity#SWISH}. */
    SWISH,
    /** See {@link Nonlinearity#GELU}. */
    GELU,
    /** See {@link Nonlinearity#HARDTANH}. */
    HARDTANH;

    /** The function itself, given that of the network. */
    Nonlinearity in(Nonlinearity ofNetwork) {
        return this == NETWORK ? ofNetwork : Nonlinearity.valueOf(name());
    }
}
