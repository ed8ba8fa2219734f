/**
 * One run: from a configuration over data, model and training to test metrics and pictures in a run directory.
 *
 * <p>Start at {@link org.vae4j.experiment.run.TrainingRun}. Imports config, rundir, report and the two lower modules;
 * knows nothing of studies.
 */
package org.vae4j.experiment.run;
