package org.vae4j.layers;

import java.util.Optional;
import org.apache.commons.math3.distribution.NormalDistribution;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.nd4j.linalg.api.buffer.DataType;
import org.vae4j.kernel.Matrix;

/**
 * The passes of {@link DropoutBlock}: y = m x with m = 1 / (1 - rate) where ε ~ N(0, 1) exceeds the rate's quantile of
 * N(0, 1), and m = 0 elsewhere; ∂/∂x = m ∂/∂y. Normal noise is used because it is the noise that all layers draw.
 */
final class DropoutBlockImpl extends TrainingNoise<DropoutBlock> {

    /** ε is above it with the probability 1 - rate. */
    private final double quantile;

    DropoutBlockImpl(NeuralNetConfiguration conf, DataType dataType) {
        super(conf, dataType, noise((DropoutBlock) conf.getLayer(), dataType));
        quantile = isIdle()
                ? 0
                : new NormalDistribution()
                        .inverseCumulativeProbability(layerConf().getRate());
    }

    private static LatentNoise noise(DropoutBlock layer, DataType type) {
        return new LatentNoise(layer.getNoiseSeed(), Layers.nameOf(layer), layer.getDraws(), type);
    }

    @Override
    boolean isIdle() {
        return layerConf().getRate() == 0;
    }

    @Override
    Optional<Matrix> change(Matrix in, Matrix drawn, Matrix out) {
        kernels.indicate(drawn, quantile, 1 / (1 - layerConf().getRate()));
        kernels.multiply(in, drawn, out);
        return Optional.of(drawn);
    }
}
