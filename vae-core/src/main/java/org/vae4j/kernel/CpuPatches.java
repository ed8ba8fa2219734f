package org.vae4j.kernel;

import java.util.Arrays;

/**
 * {@link Kernels#im2col} and {@link Kernels#col2im} for floats on the CPU: one row of pixels at a time is brought to
 * the heap, where it serves every column of the kernel, in runs of a batch.
 */
final class CpuPatches {

    /** One thread's rows, which grow to the largest that were asked for. */
    private static final class Scratch {
        private float[] pixels = new float[0];
        private float[] patches = new float[0];
    }

    private static final ThreadLocal<Scratch> SCRATCH = ThreadLocal.withInitial(Scratch::new);

    private final PatchGrid grid;
    private final PatchAxis axis;
    private final Matrix images;
    private final Matrix patches;
    private final int batch;
    /** Values in a row of pixels, and in a row of positions. */
    private final int pixelRow;

    private final int patchRow;
    private final float[] pixelValues;
    private final float[] patchValues;

    private CpuPatches(PatchGrid grid, Matrix images, Matrix patches) {
        this.grid = grid;
        this.axis = grid.horizontal();
        this.images = images;
        this.patches = patches;
        this.batch = images.rows();
        this.pixelRow = axis.size() * batch;
        this.patchRow = axis.positions() * batch;
        Scratch scratch = SCRATCH.get();
        if (scratch.pixels.length < pixelRow) {
            scratch.pixels = new float[pixelRow];
        }
        if (scratch.patches.length < patchRow) {
            scratch.patches = new float[patchRow];
        }
        this.pixelValues = scratch.pixels;
        this.patchValues = scratch.patches;
    }

    static void im2col(PatchGrid grid, int firstRow, Matrix images, Matrix patches) {
        new CpuPatches(grid, images, patches).forEachRow(firstRow, true);
    }

    static void col2im(PatchGrid grid, int firstRow, Matrix patches, Matrix images) {
        new CpuPatches(grid, images, patches).forEachRow(firstRow, false);
    }

    /** Every row of positions with every row of the kernel. */
    private void forEachRow(int firstRow, boolean gather) {
        int rows = grid.rowsOf(firstRow, images, patches);
        PatchAxis vertical = grid.vertical();
        for (int c = 0; c < grid.channels(); c++) {
            for (int row = 0; row < rows; row++) {
                for (int ky = 0; ky < vertical.kernel(); ky++) {
                    int y = vertical.pixel(firstRow + row, ky);
                    boolean inside = y >= 0 && y < vertical.size();
                    int pixelOffset = (c * vertical.size() + y) * pixelRow;
                    int column = (c * vertical.kernel() + ky) * axis.kernel();
                    int patchOffset = column * patches.rows() + row * patchRow;
                    if (gather) {
                        gather(inside, pixelOffset, patchOffset);
                    } else if (inside) {
                        scatter(pixelOffset, patchOffset);
                    }
                }
            }
        }
    }

    private void gather(boolean inside, int pixelOffset, int patchOffset) {
        if (inside) {
            images.get(pixelOffset, pixelValues, pixelRow);
        } else {
            Arrays.fill(patchValues, 0, patchRow, 0);
        }
        for (int kx = 0; kx < axis.kernel(); kx++) {
            if (inside) {
                gatherRow(kx);
            }
            patches.put(patchOffset + kx * patches.rows(), patchValues, patchRow);
        }
    }

    private void gatherRow(int kx) {
        int first = axis.first(kx);
        int end = axis.end(kx);
        Arrays.fill(patchValues, 0, first * batch, 0);
        // At stride 1 what is a run of pixels is a run of positions too.
        int step = axis.stride() == 1 ? Math.max(1, end - first) : 1;
        for (int p = first; p < end; p += step) {
            System.arraycopy(pixelValues, axis.pixel(p, kx) * batch, patchValues, p * batch, step * batch);
        }
        Arrays.fill(patchValues, end * batch, patchRow, 0);
    }

    private void scatter(int pixelOffset, int patchOffset) {
        images.get(pixelOffset, pixelValues, pixelRow);
        for (int kx = 0; kx < axis.kernel(); kx++) {
            patches.get(patchOffset + kx * patches.rows(), patchValues, patchRow);
            int first = axis.first(kx);
            int end = axis.end(kx);
            int step = axis.stride() == 1 ? Math.max(1, end - first) : 1;
            for (int p = first; p < end; p += step) {
                add(patchValues, p * batch, pixelValues, axis.pixel(p, kx) * batch, step * batch);
            }
        }
        images.put(pixelOffset, pixelValues, pixelRow);
    }

    private static void add(float[] from, int fromOffset, float[] to, int toOffset, int n) {
        for (int i = 0; i < n; i++) {
            to[toOffset + i] += from[fromOffset + i];
        }
    }
}
