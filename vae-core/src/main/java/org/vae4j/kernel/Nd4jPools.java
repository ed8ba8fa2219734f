package org.vae4j.kernel;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.ops.transforms.Transforms;

/** The {@link PoolKernels} of {@link Nd4jKernels}. */
final class Nd4jPools {

    private Nd4jPools() {}

    private static INDArray column(INDArray matrix, int column) {
        return matrix.get(NDArrayIndex.all(), NDArrayIndex.interval(column, column + 1));
    }

    static void maxPool(PatchGrid grid, Matrix images, Matrix pooled) {
        PoolWalk.forEachPixel(grid, (pixel, window, order) -> {
            INDArray value = column(images.array(), pixel);
            INDArray target = column(pooled.array(), window);
            target.assign(order.isFirst() ? value : Transforms.max(target, value, true));
        });
    }

    static void maxPoolGradient(
            PatchGrid grid, Matrix images, Matrix pooled, Matrix pooledGradient, Matrix imagesGradient) {
        INDArray left = pooledGradient.array().dup('f');
        PoolWalk.forEachPixel(grid, (pixel, window, order) -> {
            INDArray isLargest =
                    column(images.array(), pixel).eq(column(pooled.array(), window)).castTo(images.type());
            INDArray rest = column(left, window);
            column(imagesGradient.array(), pixel).addi(rest.mul(isLargest));
            rest.muli(isLargest.rsub(1));
        });
    }

    static void sumPool(PatchGrid grid, Matrix images, Matrix pooled) {
        pooled.array().assign(0);
        PoolWalk.forEachPixel(
                grid,
                (pixel, window, order) -> column(pooled.array(), window).addi(column(images.array(), pixel)));
    }

    static void spread(PatchGrid grid, Matrix pooled, Matrix images) {
        PoolWalk.forEachPixel(
                grid,
                (pixel, window, order) -> column(images.array(), pixel).addi(column(pooled.array(), window)));
    }
}
