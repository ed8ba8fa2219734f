package org.vae4j.kernel.nd4j;

import java.util.function.BiConsumer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.vae4j.kernel.Matrix;
import org.vae4j.kernel.PatchKernels;
import org.vae4j.kernel.patch.PatchAxis;
import org.vae4j.kernel.patch.PatchGrid;

/** The pixels under one pixel of the kernel, at all positions of all images and channels, as a pair of views. */
final class Nd4jPatches {

    private final PatchGrid grid;
    private final int firstRow;
    private final int rows;
    private final Matrix images;
    private final Matrix patches;

    private Nd4jPatches(PatchGrid grid, int firstRow, Matrix images, Matrix patches) {
        this.grid = grid;
        this.firstRow = firstRow;
        this.rows = PatchKernels.rowsOf(grid, firstRow, images, patches);
        this.images = images;
        this.patches = patches;
    }

    /**
     * Visits the views that {@code im2col} copies from the first to the second, those parts that are inside the images.
     */
    static void forEachKernelPixel(
            PatchGrid grid, int firstRow, Matrix images, Matrix patches, BiConsumer<INDArray, INDArray> visit) {
        Nd4jPatches views = new Nd4jPatches(grid, firstRow, images, patches);
        for (int ky = 0; ky < grid.vertical().kernel(); ky++) {
            for (int kx = 0; kx < grid.horizontal().kernel(); kx++) {
                views.visit(ky, kx, visit);
            }
        }
    }

    private void visit(int ky, int kx, BiConsumer<INDArray, INDArray> visit) {
        PatchAxis vertical = grid.vertical();
        PatchAxis horizontal = grid.horizontal();
        int top = Math.max(firstRow, vertical.first(ky));
        int bottom = Math.min(firstRow + rows, vertical.end(ky));
        int left = horizontal.first(kx);
        int right = horizontal.end(kx);
        if (top >= bottom || left >= right) {
            return;
        }
        long batch = images.rows();
        long pixelRow = batch * horizontal.size();
        long patchRow = batch * horizontal.positions();
        long kernelPixels = (long) vertical.kernel() * horizontal.kernel();
        long[] shape = {batch, right - left, bottom - top, grid.channels()};
        INDArray pixels =
                images.view(vertical.pixel(top, ky) * pixelRow + horizontal.pixel(left, kx) * batch, shape, new long[] {
                    1, batch * horizontal.stride(), pixelRow * vertical.stride(), pixelRow * vertical.size()
                });
        INDArray values = patches.view(
                (long) (ky * horizontal.kernel() + kx) * patches.rows() + (top - firstRow) * patchRow + left * batch,
                shape,
                new long[] {1, batch, patchRow, kernelPixels * patches.rows()});
        visit.accept(pixels, values);
    }
}
