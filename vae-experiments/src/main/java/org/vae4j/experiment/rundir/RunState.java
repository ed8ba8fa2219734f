package org.vae4j.experiment.rundir;

/** The state of a run, as its directory records it. */
public enum RunState {
    /** The run is at work; its heartbeat tells whether it still lives. */
    RUNNING,
    /** Finished; nothing is ever written over. */
    DONE,
    /** Ended by an error, which the reason names. */
    FAILED,
    /** Stopped from outside; the same command continues it. */
    INTERRUPTED,
    /** Trained as far as it was told to for now; the same command without that limit goes on. */
    PAUSED
}
