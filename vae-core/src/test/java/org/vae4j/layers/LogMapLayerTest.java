package org.vae4j.layers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.Stream;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.vae4j.kernel.Nonlinearity;
import org.vae4j.latent.manifold.PoincareBall;
import org.vae4j.testing.Networks;
import org.vae4j.testing.Values;

class LogMapLayerTest extends LayerContract {

    /** A network with the layer behind a tanh of six values, which lie in a ball of radius √6. */
    private static ComputationGraph network(DataType type, double curvature) {
        return Networks.chain(
                type,
                FEATURES,
                Networks.dense(6, Nonlinearity.TANH),
                new LogMapLayer(new PoincareBall(curvature)),
                Networks.dense(FEATURES, Nonlinearity.IDENTITY),
                Networks.output());
    }

    @Override
    Stream<Case> cases() {
        return Stream.of(1e-6, 0.1).map(c -> new Case("curvature " + c, type -> network(type, c)));
    }

    @Test
    void outputIsTheLogarithmicMapOfTheBall() {
        ComputationGraph graph = network(DataType.DOUBLE, 0.1);
        INDArray x = Values.normal(1, DataType.DOUBLE, 3, FEATURES, 1);
        INDArray points = graph.feedForward(x, false).get("layer0");
        INDArray found = graph.feedForward(x, false).get("layer1");
        for (int i = 0; i < 3; i++) {
            assertThat(found.getRow(i).dup().toDoubleVector())
                    .containsExactly(
                            new PoincareBall(0.1)
                                    .toTangent(points.getRow(i).dup().toDoubleVector()),
                            within(1e-14));
        }
    }
}
