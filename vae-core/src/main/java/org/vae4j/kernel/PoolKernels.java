package org.vae4j.kernel;

import org.vae4j.kernel.patch.PatchGrid;

/**
 * The kernels of pooling and upsampling. A {@link PatchGrid} gives the positions of the windows on the images. Pooled
 * images are rows {@code [batch, channels · positions]}. Pixels outside the images are ignored.
 */
public interface PoolKernels {

    /**
     * Computes the largest value in each window.
     *
     * @param grid the positions of the windows, each of which lies at least partly inside the image
     * @param images {@code [batch, pixels]}
     * @param pooled {@code [batch, channels · positions]}: overwritten
     */
    void maxPool(PatchGrid grid, Matrix images, Matrix pooled);

    /**
     * Computes the gradient of {@link #maxPool}: adds the gradient of each window to the pixel that holds its largest
     * value, to the first in reading order where several do.
     *
     * @param grid the positions of the windows
     * @param images {@code [batch, pixels]}
     * @param pooled {@code [batch, channels · positions]}, as {@link #maxPool} gave it
     * @param pooledGradient of the same shape
     * @param imagesGradient {@code [batch, pixels]}: added to
     */
    void maxPoolGradient(PatchGrid grid, Matrix images, Matrix pooled, Matrix pooledGradient, Matrix imagesGradient);

    /**
     * Computes the sum of each window.
     *
     * @param grid the positions of the windows
     * @param images {@code [batch, pixels]}
     * @param pooled {@code [batch, channels · positions]}: overwritten
     */
    void sumPool(PatchGrid grid, Matrix images, Matrix pooled);

    /**
     * Applies the adjoint of {@link #sumPool}: adds the value of each window to every pixel in it.
     *
     * @param grid the positions of the windows
     * @param pooled {@code [batch, channels · positions]}
     * @param images {@code [batch, pixels]}: added to
     */
    void spread(PatchGrid grid, Matrix pooled, Matrix images);
}
