/**
 * The files that a run leaves on disk, and its status while it runs.
 *
 * <p>{@link org.vae4j.experiment.rundir.RunFiles} reads any run; {@link org.vae4j.experiment.rundir.RunDirectory} is
 * the one that this process holds and writes. Imports {@code lease} and {@code config}.
 */
package org.vae4j.experiment.rundir;
