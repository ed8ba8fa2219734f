package org.vae4j.layers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.Stream;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.vae4j.kernel.Nonlinearity;
import org.vae4j.testing.Networks;
import org.vae4j.testing.Values;

class UpsampleBlockTest extends LayerContract {

    private static final ImageShape IMAGE = new ImageShape(2, 3, 2);

    private static ComputationGraph network(DataType type, int factor) {
        return Networks.chain(
                type,
                FEATURES,
                Networks.dense(IMAGE.length(), Nonlinearity.TANH),
                new UpsampleBlock(IMAGE, factor),
                Networks.dense(FEATURES, Nonlinearity.IDENTITY),
                Networks.output());
    }

    @Override
    Stream<Case> cases() {
        return Stream.of(1, 2, 3).map(factor -> new Case("factor " + factor, type -> network(type, factor)));
    }

    @Test
    void repeatsEachPixelDownAndAcross() {
        ComputationGraph graph = network(DataType.DOUBLE, 2);
        INDArray x = Values.normal(1, DataType.DOUBLE, 3, FEATURES, 1);
        INDArray in = graph.feedForward(x, false).get("layer0");
        INDArray out = graph.feedForward(x, false).get("layer1");
        assertThat(out.shape()).containsExactly(3, 2 * 6 * 4);
        for (int i = 0; i < 3; i++) {
            for (int c = 0; c < 2; c++) {
                for (int row = 0; row < 6; row++) {
                    for (int column = 0; column < 4; column++) {
                        double expected = in.getDouble(i, (c * 3 + row / 2) * 2 + column / 2);
                        assertThat(out.getDouble(i, (c * 6 + row) * 4 + column)).isEqualTo(expected);
                    }
                }
            }
        }
    }

    @Test
    void refusesAFactorBelowOne() {
        assertThatThrownBy(() -> new UpsampleBlock(IMAGE, 0)).hasMessageContaining("an upsampling by 0");
    }
}
