package org.vae4j.layers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.Stream;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.vae4j.kernel.Nonlinearity;
import org.vae4j.testing.Networks;
import org.vae4j.testing.Values;

class LayerNormBlockTest extends LayerContract {

    private static ComputationGraph network(DataType type, int channels) {
        return Networks.chain(
                type,
                FEATURES,
                Networks.dense(6, Nonlinearity.TANH),
                new LayerNormBlock.Builder().channels(channels).build(),
                Networks.dense(FEATURES, Nonlinearity.IDENTITY),
                Networks.output());
    }

    @Override
    Stream<Case> cases() {
        return Stream.of(0, 3, 1).map(channels -> new Case(channels + " channels", type -> network(type, channels)));
    }

    /** Writes out y = γ (x - mean) / √(variance + ε) + β with one γ and β per channel of two values. */
    @Test
    void standardisesEachExample() {
        ComputationGraph graph = network(DataType.DOUBLE, 3);
        INDArray x = Values.normal(1, DataType.DOUBLE, 4, FEATURES, 1);
        INDArray in = graph.feedForward(x, false).get("layer0");
        INDArray out = graph.feedForward(x, false).get("layer1");
        INDArray gamma = graph.getLayer("layer1").getParam("gamma");
        INDArray beta = graph.getLayer("layer1").getParam("beta");
        for (int i = 0; i < 4; i++) {
            double mean = in.getRow(i).meanNumber().doubleValue();
            double variance = in.getRow(i).varNumber().doubleValue() * 5 / 6;
            for (int j = 0; j < 6; j++) {
                double standardised = (in.getDouble(i, j) - mean) / Math.sqrt(variance + 1e-5);
                double expected = gamma.getDouble(j / 2) * standardised + beta.getDouble(j / 2);
                assertThat(out.getDouble(i, j)).isCloseTo(expected, within(1e-12));
            }
        }
    }
}
