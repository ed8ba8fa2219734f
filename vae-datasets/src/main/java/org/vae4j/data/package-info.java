/**
 * The nouns of the data side: image sets, their shape, their splits, their factors, and what can go wrong with them.
 *
 * <p>Start at {@link org.vae4j.data.ImageSet}; to open a data set by name see {@code org.vae4j.data.catalog.Datasets}.
 * Imports nothing of the project; every other data package may import it.
 */
package org.vae4j.data;
