/**
 * What a training does to the batches that an iterator delivers.
 */
package org.vae4j.train.batch;
