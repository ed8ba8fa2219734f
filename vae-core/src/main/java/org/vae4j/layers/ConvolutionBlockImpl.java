package org.vae4j.layers;

import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.nd4j.linalg.api.buffer.DataType;
import org.vae4j.kernel.Accumulate;
import org.vae4j.kernel.Matrix;

/**
 * The passes of {@link ConvolutionBlock}, Y = f(P·W + 1·bᵀ) with the patches P of X, one row per position and example.
 * With G = ∂/∂Y ⊙ f′, ∂/∂W = Pᵀ·G, ∂/∂b = Gᵀ·1, and ∂/∂X is the sum of the patches G·Wᵀ at their positions (col2im).
 */
final class ConvolutionBlockImpl extends ImageBlockImpl<ConvolutionBlock> {

    ConvolutionBlockImpl(NeuralNetConfiguration conf, DataType dataType) {
        super(conf, dataType);
    }

    @Override
    public void forward(Matrix in, Matrix out) {
        Matrix y = perKernel(out);
        for (PatchBlocks.Block block : blocks.of(in.rows())) {
            kernels.im2col(grid, block.firstRow(), in, block.patches());
            kernels.times(block.patches().allRows(), weights.allRows(), block.of(y), Accumulate.NO);
        }
        addBiasAndActivate(perChannel(out));
    }

    // The patches are gathered anew: stored, they would take as much memory as the batch times the kernel's pixels.
    @Override
    void backward(Matrix in, Matrix outputGradient, Parameters wanted, GradientTarget inputGradient) {
        Matrix g = perKernel(outputGradient);
        inputGradient.beginSum(kernels);
        for (PatchBlocks.Block block : blocks.of(in.rows())) {
            if (wanted == Parameters.ALL) {
                kernels.im2col(grid, block.firstRow(), in, block.patches());
                kernels.transposedTimes(
                        block.patches().allRows(), block.of(g), weightGradient.allRows(), block.accumulate());
            }
            if (inputGradient.isWanted()) {
                kernels.timesTransposed(
                        block.of(g), weights.allRows(), block.patches().allRows(), Accumulate.NO);
                kernels.col2im(grid, block.firstRow(), block.patches(), inputGradient.matrix());
            }
        }
    }
}
