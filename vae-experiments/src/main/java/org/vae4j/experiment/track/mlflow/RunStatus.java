package org.vae4j.experiment.track.mlflow;

/** The states of a run, under MLflow's names. */
enum RunStatus {
    /** The run is training or evaluating. */
    RUNNING,
    /** The run is done and has its results. */
    FINISHED,
    /** An error ended the run. */
    FAILED,
    /** The run was stopped and may be continued. */
    KILLED
}
