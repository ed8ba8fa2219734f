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
final class DropoutBlockImpl extends TrainingNoise<DropoutBlock> {

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
