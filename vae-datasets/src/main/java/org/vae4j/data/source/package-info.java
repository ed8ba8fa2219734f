/**
 * Recorded data sets: which files they consist of, where those are looked for, how they are checked and fetched.
 *
 * <p>Start at {@link org.vae4j.data.source.Sources}. May import {@code org.vae4j.data} and {@code org.vae4j.data.idx}.
 */
package org.vae4j.data.source;
