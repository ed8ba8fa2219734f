package org.vae4j.kernel.cpu;

import java.util.Arrays;
import org.vae4j.kernel.Matrix;
import org.vae4j.kernel.PoolKernels;
import org.vae4j.kernel.patch.PatchGrid;

/**
 * The {@link PoolKernels} of {@link CpuKernels}. The values of one pixel in all images are contiguous (they are a
 * column of the matrix), so each step reads one pixel of up to a block of images at once.
 */
final class CpuPools {

    private CpuPools() {}

    /** A step over consecutive images, at most a block of them. */
    @FunctionalInterface
    private interface ImageRange {
        void visit(int firstImage, int images);
    }

    private static void forEachRange(int batch, ImageRange step) {
        for (int row = 0; row < batch; row += VectorMath.BLOCK) {
            step.visit(row, Math.min(VectorMath.BLOCK, batch - row));
        }
    }

    static void maxPool(PatchGrid grid, Matrix images, Matrix pooled) {
        Scratch s = Scratch.get();
        int batch = images.rows();
        forEachRange(
                batch,
                (row, n) -> PoolWalk.forEachPixel(grid, (pixel, window, order) -> {
                    if (order.isFirst()) {
                        images.get(pixel * batch + row, s.a, n);
                    } else {
                        images.get(pixel * batch + row, s.b, n);
                        BlockMath.max(s.a, s.b, n);
                    }
                    if (order.isLast()) {
                        pooled.put(window * batch + row, s.a, n);
                    }
                }));
    }

    static void maxPoolGradient(
            PatchGrid grid, Matrix images, Matrix pooled, Matrix pooledGradient, Matrix imagesGradient) {
        Scratch s = Scratch.get();
        int batch = images.rows();
        forEachRange(
                batch,
                (row, n) -> PoolWalk.forEachPixel(grid, (pixel, window, order) -> {
                    if (order.isFirst()) {
                        pooled.get(window * batch + row, s.a, n);
                        pooledGradient.get(window * batch + row, s.b, n);
                    }
                    images.get(pixel * batch + row, s.c, n);
                    imagesGradient.get(pixel * batch + row, s.d, n);
                    moveGradient(s.a, s.c, s.b, s.d, n);
                    imagesGradient.put(pixel * batch + row, s.d, n);
                }));
    }

    /**
     * Adds a window's gradient to the pixel that holds the window's largest value, and sets it to 0 so that a later
     * pixel of the same value gets nothing.
     */
    private static void moveGradient(float[] largest, float[] values, float[] gradient, float[] target, int n) {
        for (int i = 0; i < n; i++) {
            if (values[i] == largest[i]) {
                target[i] += gradient[i];
                gradient[i] = 0;
            }
        }
    }

    static void sumPool(PatchGrid grid, Matrix images, Matrix pooled) {
        Scratch s = Scratch.get();
        int batch = images.rows();
        forEachRange(
                batch,
                (row, n) -> PoolWalk.forEachPixel(grid, (pixel, window, order) -> {
                    if (order.isFirst()) {
                        Arrays.fill(s.a, 0, n, 0);
                    }
                    images.get(pixel * batch + row, s.b, n);
                    BlockMath.add(s.a, s.b, n);
                    if (order.isLast()) {
                        pooled.put(window * batch + row, s.a, n);
                    }
                }));
    }

    static void spread(PatchGrid grid, Matrix pooled, Matrix images) {
        Scratch s = Scratch.get();
        int batch = images.rows();
        forEachRange(
                batch,
                (row, n) -> PoolWalk.forEachPixel(grid, (pixel, window, order) -> {
                    if (order.isFirst()) {
                        pooled.get(window * batch + row, s.a, n);
                    }
                    images.get(pixel * batch + row, s.b, n);
                    BlockMath.add(s.b, s.a, n);
                    images.put(pixel * batch + row, s.b, n);
                }));
    }
}
