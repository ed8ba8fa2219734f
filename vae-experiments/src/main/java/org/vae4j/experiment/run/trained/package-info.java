/**
 * The results of a training run: the files of its checkpoints, and the model that is read back from them.
 *
 * <p>Start at {@link org.vae4j.experiment.run.trained.TrainedRun}. Imports {@code config}, {@code rundir} and {@code
 * run.configured}.
 */
package org.vae4j.experiment.run.trained;
