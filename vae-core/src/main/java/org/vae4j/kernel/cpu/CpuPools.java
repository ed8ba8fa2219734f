package org.vae4j.kernel.cpu;

import java.util.Arrays;
import org.vae4j.kernel.Matrix;
import org.vae4j.kernel.PoolKernels;
import org.vae4j.kernel.patch.PatchGrid;

/** The {@link PoolKernels} of {@link CpuKernels}: all images' values of a pixel are a run, and are read as one. */
final class CpuPools {

    private CpuPools() {}

    /** Some rows of every column at a time, so many as fit a block. */
    private interface Run {
        void visit(int row, int rows);
    }

    private static void forEachRun(int rows, Run run) {
        for (int row = 0; row < rows; row += VectorMath.BLOCK) {
            run.visit(row, Math.min(VectorMath.BLOCK, rows - row));
        }
    }

    static void maxPool(PatchGrid grid, Matrix images, Matrix pooled) {
        Scratch s = Scratch.get();
        int batch = images.rows();
        forEachRun(
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
        forEachRun(
                batch,
                (row, n) -> PoolWalk.forEachPixel(grid, (pixel, window, order) -> {
                    if (order.isFirst()) {
                        pooled.get(window * batch + row, s.a, n);
                        pooledGradient.get(window * batch + row, s.b, n);
                    }
                    images.get(pixel * batch + row, s.c, n);
                    imagesGradient.get(pixel * batch + row, s.d, n);
                    give(s.a, s.c, s.b, s.d, n);
                    imagesGradient.put(pixel * batch + row, s.d, n);
                }));
    }

    /** What has been given to a pixel is there for no other. */
    private static void give(float[] largest, float[] values, float[] gradient, float[] target, int n) {
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
        forEachRun(
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
        forEachRun(
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
