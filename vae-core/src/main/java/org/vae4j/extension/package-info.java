/**
 * Parts of a model, which are found by the words that a configuration uses for them: every seam (block,
 * likelihood, prior, …) extends {@link org.vae4j.extension.Extension}, and {@link org.vae4j.extension.Registry} finds
 * the implementations, ours and those of other jars. Imports nothing of ours.
 */
package org.vae4j.extension;
