/**
 * Numbers in rows and columns, read by DataVec.
 *
 * <p>Start at {@link org.vae4j.data.tabular.NumericTable}. May import {@code org.vae4j.data}.
 */
package org.vae4j.data.tabular;
