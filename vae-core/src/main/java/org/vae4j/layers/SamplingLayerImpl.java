package org.vae4j.layers;

import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.nd4j.linalg.api.buffer.DataType;
import org.vae4j.kernel.Matrix;
import org.vae4j.latent.PosteriorFamily;

/** See {@link SamplingLayer}. */
final class SamplingLayerImpl extends ParameterlessOperation<SamplingLayer> implements GivenNoise, LatentNoiseDriven {

    private final LatentNoise noise;
    /** That of the last forward pass, for the backward pass behind it. */
    private Matrix drawn;

    SamplingLayerImpl(NeuralNetConfiguration conf, DataType dataType) {
        super(conf, dataType);
        SamplingLayer layer = (SamplingLayer) conf.getLayer();
        noise = new LatentNoise(layer.getNoiseSeed(), layer.getRole(), layer.getDraws(), dataType);
    }

    @Override
    public LatentNoise noise() {
        return noise;
    }

    @Override
    public int outputColumns(int inputColumns) {
        layerConf().requireParameters(inputColumns);
        return layerConf().getLatent();
    }

    @Override
    public void forward(Matrix parameters, Matrix z) {
        PosteriorFamily family = layerConf().getFamily();
        if (noise.isLocation()) {
            family.location(kernels, parameters, z);
            return;
        }
        drawn = noise.at(getIterationCount(), z.rows(), family.noiseCount(z.columns()));
        family.draw(kernels, parameters, drawn, z);
    }

    @Override
    public void backward(Matrix parameters, Matrix z, Matrix zGradient, GradientTarget parameterGradient) {
        if (parameterGradient.isWanted()) {
            layerConf()
                    .getFamily()
                    .drawGradient(
                            kernels,
                            new PosteriorFamily.Draw(parameters, drawn, z),
                            zGradient,
                            parameterGradient.matrix(),
                            parameterGradient.accumulate());
        }
    }

    @Override
    public boolean movesWithNoise() {
        return layerConf().getFamily().movesWithNoise();
    }

    @Override
    public int noiseColumns(int outputColumns) {
        return layerConf().getFamily().noiseCount(outputColumns);
    }

    @Override
    public void give(double[] numbers) {
        noise.give(numbers);
    }

    @Override
    public double[] noiseGradient(Matrix parameters, Matrix z, Matrix zGradient) {
        return layerConf()
                .getFamily()
                .noiseGradient(kernels, new PosteriorFamily.Draw(parameters, drawn, z), zGradient);
    }
}
