package org.vae4j.layers;

import java.util.Optional;
import org.apache.commons.math3.distribution.NormalDistribution;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.nd4j.linalg.api.buffer.DataType;
import org.vae4j.kernel.Matrix;

/**
 * See {@link DropoutBlock}. A value stays where ε ~ N(0, 1) exceeds the quantile of the rate, so that the noise is the
 * one that all layers draw.
 */
final class DropoutBlockImpl extends ParameterlessOperation<DropoutBlock> implements NoiseDriven, ModeDriven {

    private final LatentNoise noise;
    private final double quantile;
    private Mode mode = Mode.EVALUATION;
    /** What each value was multiplied by in the last forward pass; absent where nothing was dropped. */
    private Optional<Matrix> mask = Optional.empty();

    DropoutBlockImpl(NeuralNetConfiguration conf, DataType dataType) {
        super(conf, dataType);
        DropoutBlock layer = (DropoutBlock) conf.getLayer();
        noise = new LatentNoise(layer.getNoiseSeed(), Layers.nameOf(layer), layer.getDraws(), dataType);
        quantile = layer.getRate() == 0 ? 0 : new NormalDistribution().inverseCumulativeProbability(layer.getRate());
    }

    @Override
    public String noiseRole() {
        return noise.role();
    }

    @Override
    public void useNoise(NoisePosition position) {
        noise.use(position);
    }

    @Override
    public boolean drawsInEvaluation() {
        return false;
    }

    @Override
    public void use(Mode newMode) {
        mode = newMode;
    }

    @Override
    public int outputColumns(int inputColumns) {
        return inputColumns;
    }

    @Override
    public void forward(Matrix in, Matrix out) {
        double rate = layerConf().getRate();
        if (mode == Mode.EVALUATION || rate == 0) {
            mask = Optional.empty();
            kernels.copy(in, out);
            return;
        }
        Matrix factors = noise.at(getIterationCount(), in.rows(), in.columns());
        kernels.indicate(factors, quantile, 1 / (1 - rate));
        kernels.multiply(in, factors, out);
        mask = Optional.of(factors);
    }

    @Override
    public void backward(
            Matrix in, Matrix out, Matrix outputGradient, Optional<Matrix> inputGradient, boolean accumulate) {
        mask.ifPresent(factors -> kernels.multiply(outputGradient, factors, outputGradient));
        inputGradient.ifPresent(target -> give(outputGradient, target, accumulate));
    }
}
