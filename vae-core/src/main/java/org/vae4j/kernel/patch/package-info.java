/**
 * The positions of kernels on images: geometry, without values.
 *
 * <p>Start at {@link org.vae4j.kernel.patch.PatchGrid}.
 */
package org.vae4j.kernel.patch;
