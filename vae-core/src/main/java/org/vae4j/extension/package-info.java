/**
 * How a part of a model is found by the word that a configuration uses for it: {@link org.vae4j.extension.Extension} is
 * what every seam (block, likelihood, prior, …) extends, {@link org.vae4j.extension.Registry} finds the
 * implementations, ours and those of other jars. Imports nothing of ours.
 */
package org.vae4j.extension;
