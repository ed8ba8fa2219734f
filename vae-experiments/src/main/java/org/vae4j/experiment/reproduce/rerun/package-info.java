/**
 * One run made twice: what came out differently, and what was different when it ran. Start at {@link
 * org.vae4j.experiment.reproduce.rerun.RunComparison}.
 */
package org.vae4j.experiment.reproduce.rerun;
