/**
 * Experiment classes: what a person runs by name.
 *
 * <p>Start at {@link org.vae4j.experiment.study.Study}; {@link org.vae4j.experiment.study.Studies} lists them all.
 * Imports config, rundir, run and report, and whatever of the two lower modules a study needs.
 */
package org.vae4j.experiment.study;
