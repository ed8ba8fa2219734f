/**
 * Where the values of a data set lie: in the heap, or in a file that is mapped into memory and may be larger than it.
 *
 * <p>Start at {@link org.vae4j.data.store.ByteStore}. Imports nothing of the project.
 */
package org.vae4j.data.store;
