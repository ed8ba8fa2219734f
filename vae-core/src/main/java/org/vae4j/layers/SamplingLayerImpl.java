package org.vae4j.layers;

import java.util.Optional;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.nd4j.linalg.api.buffer.DataType;
import org.vae4j.kernel.Matrix;
import org.vae4j.latent.PosteriorFamily;

/**
 * The passes of {@link SamplingLayer}: z is a draw from the posterior with the layer's noise, or the posterior's
 * location. The {@link PosteriorFamily} has the formulas and their gradients.
 */
final class SamplingLayerImpl extends ParameterlessOperation<SamplingLayer> implements GivenNoise, LatentNoiseDriven {

    private final LatentNoise noise;
    /** The noise of the last forward pass; absent if that put out the location. */
    private Optional<Matrix> drawn = Optional.empty();

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
            drawn = Optional.empty();
            family.location(kernels, parameters, z);
            return;
        }
        Matrix epsilon = noise.at(getIterationCount(), z.rows(), family.noiseCount(z.columns()));
        drawn = Optional.of(epsilon);
        family.draw(kernels, parameters, epsilon, z);
    }

    private PosteriorFamily.Draw lastDraw(Matrix parameters, Matrix z) {
        Matrix epsilon = drawn.orElseThrow(
                () -> new IllegalStateException("layer \"" + layerConf().getLayerName()
                        + "\": found a backward pass behind one that put out the location of the posterior, expected a draw:"
                        + " locations have no gradient here"));
        return new PosteriorFamily.Draw(parameters, epsilon, z);
    }

    @Override
    public void backward(Matrix parameters, Matrix z, Matrix zGradient, GradientTarget parameterGradient) {
        if (parameterGradient.isWanted()) {
            layerConf()
                    .getFamily()
                    .drawGradient(
                            kernels,
                            lastDraw(parameters, z),
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
        return layerConf().getFamily().noiseGradient(kernels, lastDraw(parameters, z), zGradient);
    }
}
