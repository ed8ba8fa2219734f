package org.vae4j.kernel;

import org.vae4j.kernel.patch.PatchGrid;

/** Kernels between images and patches, whose product with a convolution's kernels is the convolution. */
public interface PatchKernels {

    /**
     * Copies images to patches: what a convolution multiplies by its kernels.
     *
     * @param grid the positions of the kernel
     * @param firstRow the first row of positions, ≥ 0
     * @param images {@code [batch, pixels]}
     * @param patches {@code [rows · positions in a row · batch, patch size]}: overwritten
     */
    void im2col(PatchGrid grid, int firstRow, Matrix images, Matrix patches);

    /**
     * The adjoint of {@link #im2col}: adds to each pixel what the patches that see it have for it.
     *
     * @param grid the positions of the kernel
     * @param firstRow the first row of positions, ≥ 0
     * @param patches {@code [rows · positions in a row · batch, patch size]}
     * @param images {@code [batch, pixels]}: added to
     */
    void col2im(PatchGrid grid, int firstRow, Matrix patches, Matrix images);

    /**
     * The number of rows of positions that a matrix of patches covers.
     *
     * @param grid the positions of the kernel
     * @param firstRow the first row of positions
     * @param images {@code [batch, pixels]}
     * @param patches {@code [rows · positions in a row · batch, patch size]}
     * @return the number of rows
     * @throws IllegalArgumentException when the shapes do not fit, or the rows reach beyond the last
     */
    static int rowsOf(PatchGrid grid, int firstRow, Matrix images, Matrix patches) {
        int rowLength = grid.horizontal().positions() * images.rows();
        int rows = patches.rows() / rowLength;
        boolean fits = images.columns() == grid.pixels()
                && patches.columns() == grid.patchSize()
                && rows * rowLength == patches.rows()
                && firstRow >= 0
                && firstRow + rows <= grid.vertical().positions();
        if (!fits) {
            throw new IllegalArgumentException("found images [" + images.rows() + ", " + images.columns()
                    + "] and patches [" + patches.rows() + ", " + patches.columns() + "] from row " + firstRow
                    + ", expected [n, " + grid.pixels() + "] and [rows · "
                    + grid.horizontal().positions() + " · n, "
                    + grid.patchSize() + "] with at most " + grid.vertical().positions() + " rows");
        }
        return rows;
    }
}
