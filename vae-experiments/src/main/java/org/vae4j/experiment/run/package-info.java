/**
 * One training run: from a configuration over data, model and training to test metrics and pictures in a run directory.
 *
 * <p>Start at {@link org.vae4j.experiment.run.TrainingRun}. Imports {@code config}, {@code rundir}, {@code report}, the
 * two lower modules and the four rooms below: {@code backend}, {@code configured}, {@code trained} and {@code
 * evaluation}. It knows nothing of studies.
 */
package org.vae4j.experiment.run;
