package org.vae4j.layers;

import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.nd4j.linalg.api.buffer.DataType;
import org.vae4j.kernel.Accumulate;
import org.vae4j.kernel.Matrix;

/**
 * The passes of {@link TransposedConvolutionBlock}: the patches P = X·Wᵀ are summed at their positions (col2im), and
 * bias and f applied. With G = ∂/∂Y ⊙ f′ and the patches Q of G, ∂/∂W = Qᵀ·X, ∂/∂b = Gᵀ·1 and ∂/∂X = Q·W.
 */
final class TransposedConvolutionBlockImpl extends ImageBlockImpl<TransposedConvolutionBlock> {

    TransposedConvolutionBlockImpl(NeuralNetConfiguration conf, DataType dataType) {
        super(conf, dataType);
    }

    @Override
    public void forward(Matrix in, Matrix out) {
        Matrix x = perKernel(in);
        kernels.fill(out, 0);
        for (PatchBlocks.Block block : blocks.of(in.rows())) {
            kernels.timesTransposed(
                    block.of(x), weights.allRows(), block.patches().allRows(), Accumulate.NO);
            kernels.col2im(grid, block.firstRow(), block.patches(), out);
        }
        addBiasAndActivate(perChannel(out));
    }

    @Override
    void backward(Matrix in, Matrix outputGradient, Parameters wanted, GradientTarget inputGradient) {
        Matrix x = perKernel(in);
        for (PatchBlocks.Block block : blocks.of(in.rows())) {
            kernels.im2col(grid, block.firstRow(), outputGradient, block.patches());
            if (wanted == Parameters.ALL) {
                kernels.transposedTimes(
                        block.patches().allRows(), block.of(x), weightGradient.allRows(), block.accumulate());
            }
            if (inputGradient.isWanted()) {
                kernels.times(
                        block.patches().allRows(),
                        weights.allRows(),
                        block.of(perKernel(inputGradient.matrix())),
                        inputGradient.accumulate());
            }
        }
    }
}
