/**
 * Finds the examples that a path stands for, and reads them as the files have them: folders, archives, patterns, files
 * of arrays and tables, and the parts that their names announce.
 *
 * <p>Start at {@link org.vae4j.data.source.found.FoundParts}. May import {@code org.vae4j.data}, {@code data.store} and
 * the readers, {@code data.source.array}, {@code data.source.image} and {@code data.source.table}.
 */
package org.vae4j.data.source.found;
