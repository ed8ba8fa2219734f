package org.vae4j.layers;

import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.nd4j.linalg.api.buffer.DataType;
import org.vae4j.kernel.Accumulate;
import org.vae4j.kernel.Matrix;
import org.vae4j.kernel.patch.PatchGrid;

/**
 * The passes of {@link UpsampleBlock}. Each input pixel is the value of a window of factor × factor output pixels, and
 * windows do not overlap; so the forward pass spreads values over windows, and the backward pass sums gradients over
 * them.
 */
final class UpsampleBlockImpl extends ParameterlessOperation<UpsampleBlock> {

    private final PatchGrid grid;
    private final BatchMemory sums;

    UpsampleBlockImpl(NeuralNetConfiguration conf, DataType dataType) {
        super(conf, dataType);
        grid = layerConf().grid();
        sums = new BatchMemory(dataType);
    }

    @Override
    public int outputColumns(int inputColumns) {
        Layers.requireColumns(
                layerConf().getLayerName(), inputColumns, layerConf().getImage().length());
        return grid.pixels();
    }

    @Override
    public void forward(Matrix in, Matrix out) {
        kernels.fill(out, 0);
        kernels.spread(grid, in, out);
    }

    @Override
    public void backward(Matrix in, Matrix out, Matrix outputGradient, GradientTarget inputGradient) {
        if (!inputGradient.isWanted()) {
            return;
        }
        Matrix target = inputGradient.matrix();
        if (inputGradient.accumulate() == Accumulate.YES) {
            Matrix sum = sums.of(target.rows(), target.columns());
            kernels.sumPool(grid, outputGradient, sum);
            kernels.add(sum, target);
        } else {
            kernels.sumPool(grid, outputGradient, target);
        }
    }
}
