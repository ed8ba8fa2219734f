package org.vae4j.layers;

import java.util.Arrays;
import java.util.Optional;
import org.apache.commons.math3.distribution.NormalDistribution;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.nd4j.linalg.api.buffer.DataType;
import org.vae4j.kernel.Matrix;

/**
 * The passes of {@link CorruptionBlock} with ε ~ N(0, 1): y = x + level ε, whose gradient is that of y; or y = m x with
 * the mask m = 1 where ε exceeds the level's quantile of N(0, 1) and 0 elsewhere, so ∂/∂x = m ∂/∂y.
 */
final class CorruptionBlockImpl extends TrainingNoise<CorruptionBlock> {

    /** ε is above it with the probability 1 - level; 0 and unused for Gaussian noise. */
    private final double quantile;

    CorruptionBlockImpl(NeuralNetConfiguration conf, DataType dataType) {
        super(conf, dataType, noise((CorruptionBlock) conf.getLayer(), dataType));
        quantile = masks() && !isIdle()
                ? new NormalDistribution()
                        .inverseCumulativeProbability(layerConf().getLevel())
                : 0;
    }

    private static LatentNoise noise(CorruptionBlock layer, DataType type) {
        return new LatentNoise(layer.getNoiseSeed(), Layers.nameOf(layer), layer.getDraws(), type);
    }

    private boolean masks() {
        return layerConf().getKind() == CorruptionBlock.Kind.MASK;
    }

    @Override
    boolean isIdle() {
        return layerConf().getLevel() == 0;
    }

    @Override
    Optional<Matrix> change(Matrix in, Matrix drawn, Matrix out) {
        if (masks()) {
            kernels.indicate(drawn, quantile, 1);
            kernels.multiply(in, drawn, out);
            return Optional.of(drawn);
        }
        double[] sigma = new double[in.rows()];
        Arrays.fill(sigma, layerConf().getLevel());
        kernels.scaleRows(drawn, sigma);
        kernels.copy(in, out);
        kernels.add(drawn, out);
        return Optional.empty();
    }
}
