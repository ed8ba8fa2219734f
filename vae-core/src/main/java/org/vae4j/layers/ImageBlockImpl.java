package org.vae4j.layers;

import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.nd4j.linalg.api.buffer.DataType;
import org.vae4j.kernel.Matrix;
import org.vae4j.kernel.patch.PatchGrid;

/**
 * The parts that {@link ConvolutionBlock} and {@link TransposedConvolutionBlock} share. A convolution gathers patches
 * of its input and multiplies them; a transposed convolution multiplies and then adds up patches of its output.
 */
abstract class ImageBlockImpl<C extends ImageBlock> extends BlockImpl<C> {

    final PatchGrid grid;
    final PatchBlocks blocks;

    ImageBlockImpl(NeuralNetConfiguration conf, DataType dataType) {
        super(conf, dataType);
        grid = layerConf().grid();
        blocks = new PatchBlocks(grid, dataType);
    }

    /** The parameters whose gradients a backward pass computes. */
    enum Parameters {
        ALL,
        NONE
    }

    /** The gradients of weights and input, given the gradient with respect to the argument of f. */
    abstract void backward(Matrix in, Matrix outputGradient, Parameters wanted, GradientTarget inputGradient);

    /** The output images with one column per channel, and so per bias. */
    final Matrix perChannel(Matrix output) {
        int columns = layerConf().getChannels();
        return output.reshaped(output.length() / columns, columns);
    }

    /** Images on the side of the positions, as a matrix {@code [positions · batch, kernels]}. */
    final Matrix perKernel(Matrix images) {
        return images.reshaped(grid.positions() * images.rows(), weights.columns());
    }

    @Override
    public final int outputColumns(int inputColumns) {
        Layers.requireColumns(
                layerConf(), inputColumns, Math.toIntExact(layerConf().getNIn()));
        return Math.toIntExact(layerConf().getNOut());
    }

    @Override
    public final void backward(Matrix in, Matrix out, Matrix outputGradient, GradientTarget inputGradient) {
        activationGradient(perChannel(out), perChannel(outputGradient));
        backward(in, outputGradient, Parameters.ALL, inputGradient);
    }

    @Override
    public final void backwardToInput(Matrix in, Matrix out, Matrix outputGradient, GradientTarget inputGradient) {
        activationGradient(perChannel(out), perChannel(outputGradient));
        backward(in, outputGradient, Parameters.NONE, inputGradient);
    }
}
