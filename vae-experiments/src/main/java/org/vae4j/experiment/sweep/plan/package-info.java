/**
 * The plan of a sweep: a pure function from an index to a configuration, as the sweep's file describes it.
 *
 * <p>Start at {@link org.vae4j.experiment.sweep.plan.SweepFile}; the sweeps that are shipped lie beside it as
 * resources. Imports {@code config}, {@code rundir}, {@code run}, {@code study} and {@code reproduce}.
 */
package org.vae4j.experiment.sweep.plan;
