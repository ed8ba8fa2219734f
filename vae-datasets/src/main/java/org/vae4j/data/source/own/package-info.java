/**
 * Data of the user's own: scaled, divided, standardised, described, and copied into folders that are mapped into
 * memory.
 *
 * <p>Start at {@link org.vae4j.data.source.own.OwnData}. May import {@code org.vae4j.data}, {@code data.store}, {@code
 * data.source.array} and {@code data.source.found}.
 */
package org.vae4j.data.source.own;
