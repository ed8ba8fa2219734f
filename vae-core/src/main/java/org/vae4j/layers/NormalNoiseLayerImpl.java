package org.vae4j.layers;

import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.nd4j.linalg.api.buffer.DataType;
import org.vae4j.kernel.Matrix;

/** The passes of {@link NormalNoiseLayer}: ε ~ N(0, I), whose gradient with respect to the input is 0. */
final class NormalNoiseLayerImpl extends ParameterlessOperation<NormalNoiseLayer> implements LatentNoiseDriven {

    private final LatentNoise noise;

    NormalNoiseLayerImpl(NeuralNetConfiguration conf, DataType dataType) {
        super(conf, dataType);
        noise = new LatentNoise(
                layerConf().getNoiseSeed(), layerConf().getRole(), layerConf().getDraws(), dataType);
    }

    @Override
    public LatentNoise noise() {
        return noise;
    }

    @Override
    public boolean readsInput() {
        return false;
    }

    @Override
    public int outputColumns(int inputColumns) {
        return inputColumns;
    }

    @Override
    public void forward(Matrix in, Matrix out) {
        if (noise.isLocation()) {
            kernels.fill(out, 0);
        } else {
            kernels.copy(noise.at(getIterationCount(), out.rows(), out.columns()), out);
        }
    }

    @Override
    public void backward(Matrix in, Matrix out, Matrix outputGradient, GradientTarget inputGradient) {
        inputGradient.beginSum(kernels);
    }
}
