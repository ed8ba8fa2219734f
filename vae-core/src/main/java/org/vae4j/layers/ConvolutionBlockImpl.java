package org.vae4j.layers;

import java.util.Optional;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.nd4j.linalg.api.buffer.DataType;
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
            kernels.gemm(block.patches().allRows(), false, weights.allRows(), false, false, block.of(y));
        }
        addBiasAndActivate(perChannel(out));
    }

    /**
     * The patches are gathered once more: keeping them would take the memory of as many batches as the kernel has
     * pixels.
     */
    @Override
    void backward(
            Matrix in,
            Matrix outputGradient,
            boolean wantsWeights,
            Optional<Matrix> inputGradient,
            boolean accumulate) {
        Matrix g = perKernel(outputGradient);
        if (inputGradient.isPresent() && !accumulate) {
            kernels.fill(inputGradient.get(), 0);
        }
        for (PatchBlocks.Block block : blocks.of(in.rows())) {
            if (wantsWeights) {
                boolean isFirst = block.firstRow() == 0;
                kernels.im2col(grid, block.firstRow(), in, block.patches());
                kernels.gemm(block.patches().allRows(), true, block.of(g), false, !isFirst, weightGradient.allRows());
            }
            if (inputGradient.isPresent()) {
                kernels.gemm(
                        block.of(g),
                        false,
                        weights.allRows(),
                        true,
                        false,
                        block.patches().allRows());
                kernels.col2im(grid, block.firstRow(), block.patches(), inputGradient.get());
            }
        }
    }
}
