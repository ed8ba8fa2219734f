package org.vae4j.layers;

import java.util.Arrays;
import java.util.Optional;
import org.apache.commons.math3.distribution.NormalDistribution;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.nd4j.linalg.api.buffer.DataType;
import org.vae4j.kernel.Matrix;

/** See {@link CorruptionBlock}. */
final class CorruptionBlockImpl extends ParameterlessOperation<CorruptionBlock> implements NoiseDriven, ModeDriven {

    private final LatentNoise noise;
    private final double quantile;
    private Mode mode = Mode.EVALUATION;
    /** What each value was multiplied by in the last forward pass; absent where nothing was masked. */
    private Optional<Matrix> mask = Optional.empty();

    CorruptionBlockImpl(NeuralNetConfiguration conf, DataType dataType) {
        super(conf, dataType);
        CorruptionBlock layer = (CorruptionBlock) conf.getLayer();
        noise = new LatentNoise(layer.getNoiseSeed(), Layers.nameOf(layer), layer.getDraws(), dataType);
        boolean masks = layer.getKind() == CorruptionBlock.Kind.MASK && layer.getLevel() > 0;
        quantile = masks ? new NormalDistribution().inverseCumulativeProbability(layer.getLevel()) : 0;
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
        mask = Optional.empty();
        if (mode == Mode.EVALUATION || layerConf().getLevel() == 0) {
            kernels.copy(in, out);
            return;
        }
        Matrix drawn = noise.at(getIterationCount(), in.rows(), in.columns());
        if (layerConf().getKind() == CorruptionBlock.Kind.MASK) {
            kernels.indicate(drawn, quantile, 1);
            kernels.multiply(in, drawn, out);
            mask = Optional.of(drawn);
        } else {
            double[] sigma = new double[in.rows()];
            Arrays.fill(sigma, layerConf().getLevel());
            kernels.scaleRows(drawn, sigma);
            kernels.copy(in, out);
            kernels.add(drawn, out);
        }
    }

    @Override
    public void backward(
            Matrix in, Matrix out, Matrix outputGradient, Optional<Matrix> inputGradient, boolean accumulate) {
        mask.ifPresent(factors -> kernels.multiply(outputGradient, factors, outputGradient));
        inputGradient.ifPresent(target -> give(outputGradient, target, accumulate));
    }
}
