package org.vae4j.layers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import java.util.stream.Stream;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.vae4j.kernel.Nonlinearity;
import org.vae4j.testing.Networks;
import org.vae4j.testing.Values;

class MaxoutBlockTest extends LayerContract {

    private static MaxoutBlock block(int size, int pieces) {
        return new MaxoutBlock.Builder().nOut(size).pieces(pieces).build();
    }

    @Override
    Stream<Case> cases() {
        return Stream.of(1, 2, 4)
                .map(pieces -> new Case(
                        pieces + " pieces",
                        type -> Networks.chain(
                                type,
                                FEATURES,
                                block(6, pieces),
                                block(4, pieces),
                                Networks.dense(FEATURES, Nonlinearity.IDENTITY),
                                Networks.output())));
    }

    @Test
    void outputIsTheLargestOfThePieces() {
        ComputationGraph graph = Networks.chain(
                DataType.DOUBLE,
                FEATURES,
                block(3, 2),
                Networks.dense(FEATURES, Nonlinearity.IDENTITY),
                Networks.output());
        INDArray x = Values.normal(1, DataType.DOUBLE, 4, FEATURES, 1);
        Map<String, INDArray> p = graph.getLayer("layer0").paramTable();
        INDArray pieces = x.mmul(p.get("W")).addRowVector(p.get("b"));
        INDArray found = graph.feedForward(x, false).get("layer0");
        for (int i = 0; i < 4; i++) {
            for (int j = 0; j < 3; j++) {
                double largest = Math.max(pieces.getDouble(i, j), pieces.getDouble(i, j + 3));
                assertThat(found.getDouble(i, j)).as("y(%d, %d)", i, j).isCloseTo(largest, within(1e-15));
            }
        }
    }

    @Test
    void refusesALayerWithoutPieces() {
        assertThatThrownBy(() -> new MaxoutBlock.Builder().nOut(3).pieces(0).build())
                .hasMessageContaining("pieces = 0");
    }

    @Test
    void refusesANonlinearityBesideTheMaximum() {
        MaxoutBlock block = new MaxoutBlock.Builder()
                .nOut(FEATURES)
                .nonlinearity(Nonlinearity.RELU)
                .build();
        assertThatThrownBy(() -> Networks.chain(DataType.FLOAT, FEATURES, block, Networks.output()))
                .hasMessageContaining("found the nonlinearity RELU in a maxout layer");
    }
}
