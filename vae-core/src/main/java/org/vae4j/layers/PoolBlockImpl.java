package org.vae4j.layers;

import java.util.Arrays;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.nd4j.linalg.api.buffer.DataType;
import org.vae4j.kernel.Lines;
import org.vae4j.kernel.Matrix;
import org.vae4j.kernel.patch.PatchGrid;

/**
 * The passes of {@link PoolBlock}. A mean is the sum of the window divided by the number n of its pixels inside the
 * image, so its gradient is G / n at each of these pixels; that of a maximum is G at the first of the largest pixels.
 * Overlapping windows add up.
 */
final class PoolBlockImpl extends ParameterlessOperation<PoolBlock> {

    private final PatchGrid grid;
    private final int windows;
    /** 1 / n of each window. */
    private final double[] reciprocals;
    /** The shifts of a kernel that scales and shifts. */
    private final double[] zeros;

    PoolBlockImpl(NeuralNetConfiguration conf, DataType dataType) {
        super(conf, dataType);
        grid = layerConf().grid();
        windows = grid.channels() * grid.positions();
        zeros = new double[windows];
        reciprocals = reciprocals(dataType);
    }

    /** Sums an image of ones over each window, which counts the pixels, and returns the reciprocals. */
    private double[] reciprocals(DataType dataType) {
        Matrix ones = Matrix.allocate(dataType, 1, grid.pixels());
        Matrix counts = Matrix.allocate(dataType, 1, windows);
        kernels.fill(ones, 1);
        kernels.sumPool(grid, ones, counts);
        double[] result = new double[windows];
        kernels.read(counts, result);
        Arrays.setAll(result, i -> 1 / result[i]);
        return result;
    }

    private boolean takesLargest() {
        return layerConf().getKind() == PoolBlock.Kind.MAX;
    }

    @Override
    public int outputColumns(int inputColumns) {
        Layers.requireColumns(layerConf().getLayerName(), inputColumns, grid.pixels());
        return windows;
    }

    @Override
    public boolean isSmooth() {
        return !takesLargest();
    }

    @Override
    public void forward(Matrix in, Matrix out) {
        if (takesLargest()) {
            kernels.maxPool(grid, in, out);
        } else {
            kernels.sumPool(grid, in, out);
            kernels.scaleAndShift(out, Lines.COLUMNS, reciprocals, zeros, out);
        }
    }

    @Override
    public void backward(Matrix in, Matrix out, Matrix outputGradient, GradientTarget inputGradient) {
        if (!inputGradient.isWanted()) {
            return;
        }
        inputGradient.beginSum(kernels);
        Matrix target = inputGradient.matrix();
        if (takesLargest()) {
            kernels.maxPoolGradient(grid, in, out, outputGradient, target);
        } else {
            kernels.scaleAndShift(outputGradient, Lines.COLUMNS, reciprocals, zeros, outputGradient);
            kernels.spread(grid, outputGradient, target);
        }
    }
}
