/**
 * The IDX format of MNIST and its relatives, read strictly.
 *
 * <p>Start at {@link org.vae4j.data.idx.IdxReader}. May import {@code org.vae4j.data}.
 */
package org.vae4j.data.idx;
