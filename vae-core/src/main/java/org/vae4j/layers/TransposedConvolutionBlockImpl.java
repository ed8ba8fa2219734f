package org.vae4j.layers;

import java.util.Optional;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.nd4j.linalg.api.buffer.DataType;
import org.vae4j.kernel.Matrix;

/** See {@link TransposedConvolutionBlock}: the patches of Y before bias and f are X·Wᵀ. */
final class TransposedConvolutionBlockImpl extends ImageBlockImpl<TransposedConvolutionBlock> {

    TransposedConvolutionBlockImpl(NeuralNetConfiguration conf, DataType dataType) {
        super(conf, dataType);
    }

    @Override
    public void forward(Matrix in, Matrix out) {
        Matrix x = perKernel(in);
        kernels.fill(out, 0);
        for (PatchBlocks.Block block : blocks.of(in.rows())) {
            kernels.gemm(
                    block.of(x),
                    false,
                    weights.allRows(),
                    true,
                    false,
                    block.patches().allRows());
            kernels.col2im(grid, block.firstRow(), block.patches(), out);
        }
        addBiasAndActivate(perChannel(out));
    }

    @Override
    void backward(
            Matrix in,
            Matrix outputGradient,
            boolean wantsWeights,
            Optional<Matrix> inputGradient,
            boolean accumulate) {
        Matrix x = perKernel(in);
        for (PatchBlocks.Block block : blocks.of(in.rows())) {
            boolean isFirst = block.firstRow() == 0;
            kernels.im2col(grid, block.firstRow(), outputGradient, block.patches());
            if (wantsWeights) {
                kernels.gemm(block.patches().allRows(), true, block.of(x), false, !isFirst, weightGradient.allRows());
            }
            if (inputGradient.isPresent()) {
                kernels.gemm(
                        block.patches().allRows(),
                        false,
                        weights.allRows(),
                        false,
                        accumulate,
                        block.of(perKernel(inputGradient.get())));
            }
        }
    }
}
