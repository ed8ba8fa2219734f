package org.vae4j.layers;

import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.nd4j.linalg.api.buffer.DataType;
import org.vae4j.kernel.Matrix;
import org.vae4j.kernel.Nonlinearity;
import org.vae4j.kernel.patch.PatchGrid;

/**
 * The passes of {@link MaxoutBlock}: all pieces H = X·W + 1·bᵀ are kept, and Y is their maximum, unit by unit.
 *
 * <p>With G = ∂/∂Y, ∂/∂H is G at the first of the largest pieces and 0 elsewhere; from it, ∂/∂W = Xᵀ·∂/∂H,
 * ∂/∂b = (∂/∂H)ᵀ·1 and ∂/∂X = ∂/∂H·Wᵀ.
 */
final class MaxoutBlockImpl extends BlockImpl<MaxoutBlock> {

    private final PatchGrid grid;
    private final BatchMemory pieces;
    private final BatchMemory pieceGradients;

    MaxoutBlockImpl(NeuralNetConfiguration conf, DataType dataType) {
        super(conf, dataType);
        grid = layerConf().grid();
        pieces = new BatchMemory(dataType);
        pieceGradients = new BatchMemory(dataType);
    }

    @Override
    public int outputColumns(int inputColumns) {
        Layers.requireColumns(layerConf(), inputColumns, weights.rows());
        return Math.toIntExact(layerConf().getNOut());
    }

    @Override
    public boolean isSmooth() {
        return false;
    }

    @Override
    public void forward(Matrix in, Matrix out) {
        Matrix all = pieces.of(in.rows(), weights.columns());
        kernels.times(in, weights, all);
        kernels.addBiasAndActivate(all, bias, Nonlinearity.IDENTITY);
        kernels.maxPool(grid, all, out);
    }

    @Override
    public void backward(Matrix in, Matrix out, Matrix outputGradient, GradientTarget inputGradient) {
        Matrix all = pieces.of(in.rows(), weights.columns());
        Matrix gradient = pieceGradients.of(in.rows(), weights.columns());
        kernels.fill(gradient, 0);
        kernels.maxPoolGradient(grid, all, out, outputGradient, gradient);
        kernels.activationGradient(all, Nonlinearity.IDENTITY, gradient, biasGradient);
        kernels.transposedTimes(in, gradient, weightGradient);
        inputGradient.receiveThrough(kernels, gradient, weights);
    }
}
