package org.vae4j.kernel.nd4j;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.ops.transforms.Transforms;
import org.vae4j.kernel.Matrix;
import org.vae4j.kernel.PoolKernels;
import org.vae4j.kernel.patch.PatchAxis;
import org.vae4j.kernel.patch.PatchGrid;

/**
 * The {@link PoolKernels} of {@link Nd4jKernels}. Each step treats one offset (ky, kx) within the windows, in all
 * windows at once: the pixels at that offset are a view of the images with the shape of the windows.
 */
final class Nd4jPools {

    /** An offset in the windows, with the windows whose pixel there lies inside the image. */
    private record Offset(PatchGrid grid, int ky, int kx) {

        private int top() {
            return grid.vertical().first(ky);
        }

        private int left() {
            return grid.horizontal().first(kx);
        }

        private long[] shape(long batch) {
            return new long[] {
                batch, grid.horizontal().end(kx) - left(), grid.vertical().end(ky) - top(), grid.channels()
            };
        }

        boolean isInsideSomewhere() {
            return grid.horizontal().end(kx) > left() && grid.vertical().end(ky) > top();
        }

        /** The pixels at this offset, {@code [batch, windows in a row, windows in a column, channels]}. */
        INDArray pixels(Matrix images) {
            PatchAxis vertical = grid.vertical();
            PatchAxis horizontal = grid.horizontal();
            long batch = images.rows();
            long line = batch * horizontal.size();
            long first = vertical.pixel(top(), ky) * line + horizontal.pixel(left(), kx) * batch;
            return images.view(first, shape(batch), new long[] {
                1, batch * horizontal.stride(), line * vertical.stride(), line * vertical.size()
            });
        }

        /** The values of the windows, in the shape of {@link #pixels}. */
        INDArray windows(Matrix pooled) {
            long batch = pooled.rows();
            long line = batch * grid.horizontal().positions();
            return pooled.view(top() * line + left() * batch, shape(batch), new long[] {
                1, batch, line, line * grid.vertical().positions()
            });
        }
    }

    @FunctionalInterface
    private interface Step {
        void visit(Offset offset);
    }

    private Nd4jPools() {}

    private static void forEachOffset(PatchGrid grid, Step step) {
        for (int ky = 0; ky < grid.vertical().kernel(); ky++) {
            for (int kx = 0; kx < grid.horizontal().kernel(); kx++) {
                Offset offset = new Offset(grid, ky, kx);
                if (offset.isInsideSomewhere()) {
                    step.visit(offset);
                }
            }
        }
    }

    /** ND4J's maximum of NaN and a number is the number, so 0 · pixel is summed over each window to keep a NaN. */
    static void maxPool(PatchGrid grid, Matrix images, Matrix pooled) {
        Matrix zeros = Matrix.allocate(pooled.type(), pooled.rows(), pooled.columns());
        zeros.array().assign(0);
        pooled.array().assign(Double.NEGATIVE_INFINITY);
        forEachOffset(grid, offset -> {
            INDArray pixels = offset.pixels(images);
            INDArray windows = offset.windows(pooled);
            windows.assign(Transforms.max(windows, pixels, true));
            offset.windows(zeros).addi(pixels.mul(0));
        });
        pooled.array().addi(zeros.array());
    }

    static void maxPoolGradient(
            PatchGrid grid, Matrix images, Matrix pooled, Matrix pooledGradient, Matrix imagesGradient) {
        Matrix undistributed = Matrix.of(pooledGradient.array().dup('f'));
        forEachOffset(grid, offset -> {
            INDArray isLargest =
                    offset.pixels(images).eq(offset.windows(pooled)).castTo(images.type());
            INDArray rest = offset.windows(undistributed);
            offset.pixels(imagesGradient).addi(rest.mul(isLargest));
            rest.muli(isLargest.rsub(1));
        });
    }

    static void sumPool(PatchGrid grid, Matrix images, Matrix pooled) {
        pooled.array().assign(0);
        forEachOffset(grid, offset -> offset.windows(pooled).addi(offset.pixels(images)));
    }

    static void spread(PatchGrid grid, Matrix pooled, Matrix images) {
        forEachOffset(grid, offset -> offset.pixels(images).addi(offset.windows(pooled)));
    }
}
