package org.vae4j.kernel;

import org.vae4j.kernel.patch.PatchGrid;

/**
 * What pooling and upsampling compute. A {@link PatchGrid} says where windows lie on images; the pooled images are rows
 * {@code [batch, channels · positions]}, and pixels outside the images count for nothing.
 */
public interface PoolKernels {

    /**
     * The largest value in each window.
     *
     * @param grid where the windows are, each of which lies at least partly inside the image
     * @param images {@code [batch, pixels]}
     * @param pooled {@code [batch, channels · positions]}: overwritten
     */
    void maxPool(PatchGrid grid, Matrix images, Matrix pooled);

    /**
     * The gradient of {@link #maxPool}: adds what each window has to the first pixel, line by line, that has its value.
     *
     * @param grid where the windows are
     * @param images {@code [batch, pixels]}
     * @param pooled {@code [batch, channels · positions]}, as {@link #maxPool} gave it
     * @param pooledGradient of the same shape
     * @param imagesGradient {@code [batch, pixels]}: added to
     */
    void maxPoolGradient(PatchGrid grid, Matrix images, Matrix pooled, Matrix pooledGradient, Matrix imagesGradient);

    /**
     * The sum of each window.
     *
     * @param grid where the windows are
     * @param images {@code [batch, pixels]}
     * @param pooled {@code [batch, channels · positions]}: overwritten
     */
    void sumPool(PatchGrid grid, Matrix images, Matrix pooled);

    /**
     * The adjoint of {@link #sumPool}: adds the value of each window to every pixel in it.
     *
     * @param grid where the windows are
     * @param pooled {@code [batch, channels · positions]}
     * @param images {@code [batch, pixels]}: added to
     */
    void spread(PatchGrid grid, Matrix pooled, Matrix images);
}
