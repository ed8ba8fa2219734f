/**
 * Data of the user's own: found on disk, read, scaled and split.
 *
 * <p>Start at {@link org.vae4j.data.source.own.OwnData}. May import {@code org.vae4j.data} and the readers, {@code
 * data.source.array}, {@code data.source.image} and {@code data.source.table}.
 */
package org.vae4j.data.source.own;
