package org.vae4j.peers.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.convolutional.Conv2d;
import java.util.ArrayList;
import java.util.List;

/**
 * A transposed 3×3 or 4×4 convolution with stride 2, which doubles height and width. DJL's libtorch engine has none, so
 * here it is in its four phases: pixels of even and odd rows and columns are ordinary convolutions, of 1×1, 1×2, 2×1
 * and 2×2, or all of 2×2. Together these have the same weights per pair of channels and the same arithmetic.
 */
final class TransposedConvolution {
    private static final Shape STRIDE = new Shape(1, 1);

    private final List<NDArray> weights = new ArrayList<>();
    private final NDArray bias;
    private final int kernel;

    TransposedConvolution(NDManager manager, int kernel, int in, int out, float bound) {
        this.kernel = kernel;
        for (int rows : List.of(kernel - 2, 2)) {
            for (int columns : List.of(kernel - 2, 2)) {
                Shape shape = new Shape(out, in, rows, columns);
                weights.add(manager.randomUniform(-bound, bound, shape, DataType.FLOAT32));
            }
        }
        bias = manager.zeros(new Shape(out), DataType.FLOAT32);
        parameters().forEach(p -> p.setRequiresGradient(true));
    }

    List<NDArray> parameters() {
        List<NDArray> all = new ArrayList<>(weights);
        all.add(bias);
        return all;
    }

    /** From [examples, in, h, w] to [examples, out, 2h, 2w]. */
    NDArray apply(NDArray x) {
        Shape shape = x.getShape();
        long h = shape.get(2);
        long w = shape.get(3);
        NDArray evenRows = interleaved(phase(x, 0, 0), phase(x, 0, 1), 4).reshape(shape.get(0), -1, h, 2 * w);
        NDArray oddRows = interleaved(phase(x, 1, 0), phase(x, 1, 1), 4).reshape(shape.get(0), -1, h, 2 * w);
        return interleaved(evenRows, oddRows, 3).reshape(shape.get(0), -1, 2 * h, 2 * w);
    }

    /**
     * Of a 3×3 kernel an odd row (column) sees the one before and the one after it, an even one itself alone. Of a 4×4
     * kernel each sees two: an even one the one before and itself, an odd one itself and the one after. Zeros lie
     * beyond the ends.
     */
    private NDArray phase(NDArray x, int row, int column) {
        NDArray weight = weights.get(2 * row + column);
        Shape margin = kernel == 4 ? new Shape(1, 1) : new Shape(row, column);
        NDArray y = Conv2d.conv2d(x, weight, bias, STRIDE, margin).singletonOrThrow();
        if (kernel == 4) {
            return y.get(":, :, " + half(row) + ", " + half(column));
        }
        return row + column == 0 ? y : y.get(":, :, " + row + ":, " + column + ":");
    }

    /** All lines but the last one, or all but the first one. */
    private static String half(int phase) {
        return phase == 0 ? ":-1" : "1:";
    }

    private static NDArray interleaved(NDArray even, NDArray odd, int axis) {
        return NDArrays.stack(new NDList(even, odd), axis);
    }
}
