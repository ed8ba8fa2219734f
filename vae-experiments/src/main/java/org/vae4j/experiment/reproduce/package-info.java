/**
 * Published numbers: their settings, what came out here, and the page that compares the two. Start at {@link
 * org.vae4j.experiment.reproduce.Reproduction}.
 */
package org.vae4j.experiment.reproduce;
