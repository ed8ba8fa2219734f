package org.vae4j.layers;

/** A layer's configuration that tells trained parameters from state, which the layer updates by itself. */
public interface StateHolder {

    /**
     * Whether a parameter is state, such as a running mean: no updater changes it, and its gradient is 0.
     *
     * @param parameter the parameter's name in the layer
     * @return false for a trained parameter
     */
    boolean isState(String parameter);
}
