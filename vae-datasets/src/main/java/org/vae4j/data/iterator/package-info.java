/**
 * Batches for training and evaluation, as DL4J data set iterators.
 *
 * <p>Start at {@link org.vae4j.data.iterator.ImageBatchIterator}. May import {@code org.vae4j.data}, {@code
 * org.vae4j.data.synthetic} and {@code org.vae4j.data.transform}.
 */
package org.vae4j.data.iterator;
