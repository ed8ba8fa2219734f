/**
 * Adapters between the batches of a data set iterator and those that a training reads.
 *
 * <p>Start at {@link org.vae4j.train.batch.BatchPairs}.
 */
package org.vae4j.train.batch;
