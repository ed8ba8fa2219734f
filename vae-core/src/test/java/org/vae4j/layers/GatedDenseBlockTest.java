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
import org.nd4j.linalg.ops.transforms.Transforms;
import org.vae4j.kernel.Nonlinearity;
import org.vae4j.testing.Networks;
import org.vae4j.testing.Values;

class GatedDenseBlockTest extends LayerContract {

    private static GatedDenseBlock block(int size, Nonlinearity f) {
        return new GatedDenseBlock.Builder().nOut(size).nonlinearity(f).build();
    }

    private static ComputationGraph network(DataType type, Nonlinearity f) {
        return Networks.chain(
                type,
                FEATURES,
                new GatedDenseBlock.Builder().nOut(6).withoutInputGradient().build(),
                block(4, f),
                Networks.dense(FEATURES, Nonlinearity.IDENTITY),
                Networks.output());
    }

    @Override
    Stream<Case> cases() {
        return Stream.of(Nonlinearity.IDENTITY, Nonlinearity.TANH)
                .map(f -> new Case(f.name(), type -> network(type, f)));
    }

    @Test
    void outputIsTheProductOfALinearLayerAndItsGates() {
        ComputationGraph graph = Networks.chain(
                DataType.DOUBLE,
                FEATURES,
                block(3, Nonlinearity.IDENTITY),
                Networks.dense(FEATURES, Nonlinearity.IDENTITY),
                Networks.output());
        INDArray x = Values.normal(1, DataType.DOUBLE, 4, FEATURES, 1);
        Map<String, INDArray> p = graph.getLayer("layer0").paramTable();
        INDArray sums = x.mmul(p.get("W")).addRowVector(p.get("b"));
        INDArray values = sums.getColumns(0, 1, 2);
        INDArray gates = Transforms.sigmoid(sums.getColumns(3, 4, 5));
        assertThat(Values.of(graph.feedForward(x, false).get("layer0")))
                .containsExactly(Values.of(values.mul(gates)), within(1e-15));
    }

    @Test
    void refusesANonlinearityWhoseDerivativeNeedsTheInput() {
        assertThatThrownBy(() -> network(DataType.FLOAT, Nonlinearity.SWISH))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("found the nonlinearity SWISH in a gated layer");
    }
}
