/**
 * Tables in text files as examples.
 *
 * <p>Start at {@link org.vae4j.data.source.table.TableFile}. May import {@code org.vae4j.data}, {@code
 * data.source.array} and {@code data.tabular}.
 */
package org.vae4j.data.source.table;
