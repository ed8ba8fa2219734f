/**
 * A run looked at while it lasts, and its latent space with the hand: a small page that this machine alone can see.
 *
 * <p>Start at {@link org.vae4j.experiment.watch.WatchServer}. Imports config, rundir, report, run and the two lower
 * modules.
 */
package org.vae4j.experiment.watch;
