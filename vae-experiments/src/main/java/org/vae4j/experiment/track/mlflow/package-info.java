/**
 * Runs in MLflow, by its REST protocol.
 *
 * <p>Start at {@link org.vae4j.experiment.track.mlflow.Mlflow}.
 */
package org.vae4j.experiment.track.mlflow;
