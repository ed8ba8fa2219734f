package org.vae4j.kernel.nd4j;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.ops.transforms.Transforms;
import org.vae4j.kernel.Matrix;
import org.vae4j.kernel.PoolKernels;
import org.vae4j.kernel.patch.PatchAxis;
import org.vae4j.kernel.patch.PatchGrid;

/** The {@link PoolKernels} of {@link Nd4jKernels}: one place in the windows at a time, in all windows at once. */
final class Nd4jPools {

    /** The windows that have a place inside the image: those between top and bottom, left and right. */
    private record Place(PatchGrid grid, int ky, int kx) {

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

        /** The pixels at this place. */
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

        /** The windows. */
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
        void visit(Place place);
    }

    private Nd4jPools() {}

    private static void forEachPlace(PatchGrid grid, Step step) {
        for (int ky = 0; ky < grid.vertical().kernel(); ky++) {
            for (int kx = 0; kx < grid.horizontal().kernel(); kx++) {
                Place place = new Place(grid, ky, kx);
                if (place.isInsideSomewhere()) {
                    step.visit(place);
                }
            }
        }
    }

    static void maxPool(PatchGrid grid, Matrix images, Matrix pooled) {
        pooled.array().assign(Double.NEGATIVE_INFINITY);
        forEachPlace(grid, place -> {
            INDArray pixels = place.pixels(images);
            INDArray windows = place.windows(pooled);
            // The product because ND4J's maximum of NaN and a number is the number.
            windows.assign(Transforms.max(windows, pixels, true).addi(pixels.mul(0)));
        });
    }

    static void maxPoolGradient(
            PatchGrid grid, Matrix images, Matrix pooled, Matrix pooledGradient, Matrix imagesGradient) {
        Matrix left = Matrix.of(pooledGradient.array().dup('f'));
        forEachPlace(grid, place -> {
            INDArray isLargest = place.pixels(images).eq(place.windows(pooled)).castTo(images.type());
            INDArray rest = place.windows(left);
            place.pixels(imagesGradient).addi(rest.mul(isLargest));
            rest.muli(isLargest.rsub(1));
        });
    }

    static void sumPool(PatchGrid grid, Matrix images, Matrix pooled) {
        pooled.array().assign(0);
        forEachPlace(grid, place -> place.windows(pooled).addi(place.pixels(images)));
    }

    static void spread(PatchGrid grid, Matrix pooled, Matrix images) {
        forEachPlace(grid, place -> place.pixels(images).addi(place.windows(pooled)));
    }
}
