package org.vae4j.layers;

/** A layer with state that follows from its parameters, and moves once per step of training. */
public interface StepEnd {

    /** Moves the state, after an update of the parameters; one thread calls it, and no pass is under way. */
    void endStep();
}
