/**
 * The memory of a data set's values: the heap, or a file that is mapped into memory and may be larger than it.
 *
 * <p>Start at {@link org.vae4j.data.store.ByteStore}. Imports nothing of the project.
 */
package org.vae4j.data.store;
