/**
 * What a run leaves on disk, and what it says about itself while it runs.
 *
 * <p>Start at {@link org.vae4j.experiment.rundir.RunDirectory}. Imports config alone.
 */
package org.vae4j.experiment.rundir;
