/**
 * Generated data sets with known factors of variation; nothing to download.
 *
 * <p>Start at {@link org.vae4j.data.synthetic.LineDataset}. May import {@code org.vae4j.data}.
 */
package org.vae4j.data.synthetic;
