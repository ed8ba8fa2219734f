package org.vae4j.layers;

/** A layer with state that depends on its parameters and is updated once per step of training. */
public interface StepEnd {

    /** Updates the state after an update of the parameters. One thread calls it, while no pass is running. */
    void endStep();
}
