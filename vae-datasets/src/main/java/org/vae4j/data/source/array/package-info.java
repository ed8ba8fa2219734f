/**
 * Arrays of numbers as files hold them: NPY and IDX, of every element type that has numbers.
 *
 * <p>Start at {@link org.vae4j.data.source.array.NpyReader}. May import {@code org.vae4j.data}.
 */
package org.vae4j.data.source.array;
