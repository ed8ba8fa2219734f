package org.vae4j.experiment.track.mlflow;

/** States of a run, by MLflow's names. */
enum RunStatus {
    /** The run is at work, or evaluating. */
    RUNNING,
    /** Done, with its results. */
    FINISHED,
    /** Ended by an error. */
    FAILED,
    /** Stopped; it may continue. */
    KILLED
}
