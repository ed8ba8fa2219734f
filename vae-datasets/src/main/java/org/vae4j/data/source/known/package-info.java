/**
 * The data sets of the literature beside MNIST, in the files that their authors published.
 *
 * <p>Start at {@link org.vae4j.data.source.known.KnownSets}. May import {@code org.vae4j.data}, {@code data.source},
 * {@code data.source.array}, {@code data.source.image} and {@code data.store}.
 */
package org.vae4j.data.source.known;
