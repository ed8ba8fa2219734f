package org.vae4j.layers;

import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.nd4j.linalg.api.buffer.DataType;
import org.vae4j.kernel.Accumulate;
import org.vae4j.kernel.Matrix;

/** See {@link ConvolutionBlock}: Y = f(P·W + 1·bᵀ), with the patches P of X. */
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

    /**
     * The patches are gathered once more: keeping them would take the memory of as many batches as the kernel has
     * pixels.
     */
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
