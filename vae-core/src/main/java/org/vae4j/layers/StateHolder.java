package org.vae4j.layers;

/** A layer's configuration that says which of its parameters are state that the layer moves by itself. */
public interface StateHolder {

    /**
     * Whether a parameter is state, such as a running mean: no updater touches it, and its gradient is 0.
     *
     * @param parameter its name in the layer
     * @return false for what is trained
     */
    boolean isState(String parameter);
}
