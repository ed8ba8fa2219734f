package org.vae4j.kernel.cpu;

import java.util.Arrays;
import org.vae4j.kernel.Kernels;
import org.vae4j.kernel.Matrix;
import org.vae4j.kernel.PatchKernels;
import org.vae4j.kernel.patch.PatchAxis;
import org.vae4j.kernel.patch.PatchGrid;

/**
 * {@link Kernels#im2col} and {@link Kernels#col2im} for floats on the CPU. One row of pixels at a time is copied to the
 * heap, where it serves every column of the kernel.
 *
 * <p>With the stride s the row is split into s lanes: pixel x goes to lane (x + before) mod s, at slot (x + before) div
 * s, where {@code before} is the width of the left margin, whose slots hold zeros. Column u of the kernel sees, over
 * all positions, consecutive slots of lane u mod s, beginning at slot u div s. A row of patches is therefore copied or
 * added in one piece for any stride. A slot holds the values of all images of the batch.
 */
final class CpuPatches {

    /** The rows of one thread; they grow to the largest request. */
    private static final class Scratch {
        private float[] pixels = new float[0];
        private float[] patches = new float[0];
        private float[][] lanes = new float[0][];

        private void growTo(int pixelRow, int laneLength, int laneCount) {
            pixels = atLeast(pixels, pixelRow);
            patches = atLeast(patches, laneLength);
            if (lanes.length < laneCount) {
                int known = lanes.length;
                lanes = Arrays.copyOf(lanes, laneCount);
                Arrays.fill(lanes, known, laneCount, new float[0]);
            }
            for (int i = 0; i < laneCount; i++) {
                lanes[i] = atLeast(lanes[i], laneLength);
            }
        }

        private static float[] atLeast(float[] array, int length) {
            return array.length < length ? new float[length] : array;
        }
    }

    /** A step over one row of the kernel at one row of positions. */
    @FunctionalInterface
    private interface RowStep {

        /**
         * Visits one row of the kernel at one row of positions.
         *
         * @param inside whether the row of pixels under it lies inside the image
         * @param pixelOffset index of the row's first value in the images, where it lies inside
         * @param patchOffset index of the first value in the patches
         */
        void visit(boolean inside, int pixelOffset, int patchOffset);
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
    private final float[][] lanes;
    /**
     * The lane of each pixel of a row, and the index of the pixel's first value in it; -1 where no position reaches it.
     */
    private final float[][] laneOf;

    private final int[] startOf;

    private CpuPatches(PatchGrid grid, Matrix images, Matrix patches) {
        this.grid = grid;
        this.axis = grid.horizontal();
        this.images = images;
        this.patches = patches;
        this.batch = images.rows();
        this.pixelRow = axis.size() * batch;
        this.patchRow = axis.positions() * batch;
        int slots = axis.positions() + (axis.kernel() - 1) / axis.stride();
        Scratch scratch = SCRATCH.get();
        scratch.growTo(pixelRow, slots * batch, axis.stride());
        this.pixelValues = scratch.pixels;
        this.patchValues = scratch.patches;
        this.lanes = scratch.lanes;
        // The margins stay zero, and each row overwrites the rest of its lane.
        for (int i = 0; i < axis.stride(); i++) {
            Arrays.fill(lanes[i], 0, slots * batch, 0);
        }
        this.laneOf = new float[axis.size()][];
        this.startOf = new int[axis.size()];
        for (int x = 0; x < axis.size(); x++) {
            int padded = x + axis.before();
            int slot = padded / axis.stride();
            laneOf[x] = lanes[padded % axis.stride()];
            startOf[x] = slot < slots ? slot * batch : -1;
        }
    }

    static void im2col(PatchGrid grid, int firstRow, Matrix images, Matrix patches) {
        CpuPatches rows = new CpuPatches(grid, images, patches);
        rows.forEachRow(firstRow, rows::gather);
    }

    static void col2im(PatchGrid grid, int firstRow, Matrix patches, Matrix images) {
        CpuPatches rows = new CpuPatches(grid, images, patches);
        rows.forEachRow(firstRow, rows::scatter);
    }

    /** Visits every row of the kernel at every row of positions, in every channel. */
    private void forEachRow(int firstRow, RowStep step) {
        int rows = PatchKernels.rowsOf(grid, firstRow, images, patches);
        PatchAxis vertical = grid.vertical();
        for (int c = 0; c < grid.channels(); c++) {
            for (int row = 0; row < rows; row++) {
                for (int ky = 0; ky < vertical.kernel(); ky++) {
                    int y = vertical.pixel(firstRow + row, ky);
                    boolean inside = y >= 0 && y < vertical.size();
                    int pixelOffset = (c * vertical.size() + y) * pixelRow;
                    int column = (c * vertical.kernel() + ky) * axis.kernel();
                    int patchOffset = column * patches.rows() + row * patchRow;
                    step.visit(inside, pixelOffset, patchOffset);
                }
            }
        }
    }

    /** Copies a row of pixels, or zeros where it lies outside the image, to the patches of a row of positions. */
    private void gather(boolean inside, int pixelOffset, int patchOffset) {
        if (inside) {
            splitIntoLanes(pixelOffset);
        } else {
            Arrays.fill(patchValues, 0, patchRow, 0);
        }
        for (int kx = 0; kx < axis.kernel(); kx++) {
            float[] source = inside ? lanes[kx % axis.stride()] : patchValues;
            patches.put(patchOffset + kx * patches.rows(), source, inside ? startInLane(kx) : 0, patchRow);
        }
    }

    /** Adds the patches of a row of positions to a row of pixels; those outside the image are dropped. */
    private void scatter(boolean inside, int pixelOffset, int patchOffset) {
        if (!inside) {
            return;
        }
        splitIntoLanes(pixelOffset);
        for (int kx = 0; kx < axis.kernel(); kx++) {
            int from = startInLane(kx);
            patches.get(patchOffset + kx * patches.rows(), patchValues, from, patchRow);
            add(patchValues, lanes[kx % axis.stride()], from, from + patchRow);
        }
        joinLanes(pixelOffset);
    }

    /** The index in its lane of the first value that a column of the kernel sees. */
    private int startInLane(int kx) {
        return kx / axis.stride() * batch;
    }

    /** Copies a row of pixels to the lanes. */
    private void splitIntoLanes(int pixelOffset) {
        images.get(pixelOffset, pixelValues, pixelRow);
        for (int x = 0; x < laneOf.length; x++) {
            if (startOf[x] >= 0) {
                System.arraycopy(pixelValues, x * batch, laneOf[x], startOf[x], batch);
            }
        }
    }

    /** Copies the lanes back to a row of pixels. */
    private void joinLanes(int pixelOffset) {
        for (int x = 0; x < laneOf.length; x++) {
            if (startOf[x] >= 0) {
                System.arraycopy(laneOf[x], startOf[x], pixelValues, x * batch, batch);
            }
        }
        images.put(pixelOffset, pixelValues, pixelRow);
    }

    /** Adds values at equal indices: with one index for both arrays the JIT compiler sees that they do not overlap. */
    private static void add(float[] from, float[] to, int first, int end) {
        for (int i = first; i < end; i++) {
            to[i] += from[i];
        }
    }
}
