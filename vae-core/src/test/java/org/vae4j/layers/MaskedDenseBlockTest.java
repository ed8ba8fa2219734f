package org.vae4j.layers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.Stream;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.vae4j.kernel.Nonlinearity;
import org.vae4j.layers.Degrees.Kind;
import org.vae4j.layers.Degrees.Order;
import org.vae4j.testing.Networks;
import org.vae4j.testing.Values;

class MaskedDenseBlockTest extends LayerContract {

    private static MaskedDenseBlock block(int size, Kind from, Kind to, Order order) {
        return new MaskedDenseBlock.Builder()
                .nOut(size)
                .nonlinearity(to == Kind.HIDDEN ? Nonlinearity.TANH : Nonlinearity.IDENTITY)
                .degrees(new Degrees(from, FEATURES, order), new Degrees(to, FEATURES, order))
                .build();
    }

    /** A network whose masked layers put out two parameters per variable. */
    private static ComputationGraph network(DataType type, Order order) {
        return Networks.chain(
                type,
                FEATURES,
                block(9, Kind.VARIABLES, Kind.HIDDEN, order),
                block(7, Kind.HIDDEN, Kind.HIDDEN, order),
                block(2 * FEATURES, Kind.HIDDEN, Kind.VARIABLES, order),
                Networks.dense(FEATURES, Nonlinearity.IDENTITY),
                Networks.output());
    }

    @Override
    Stream<Case> cases() {
        return Stream.of(Order.values()).map(order -> new Case(order.name(), type -> network(type, order)));
    }

    /** Tests the property that defines an autoregressive network, by changing one variable at a time. */
    @ParameterizedTest
    @EnumSource
    void parametersOfAVariableDependExactlyOnTheVariablesBeforeIt(Order order) {
        ComputationGraph graph = network(DataType.DOUBLE, order);
        INDArray x = Values.normal(1, DataType.DOUBLE, 1, FEATURES, 1);
        INDArray before = graph.feedForward(x, false).get("layer2").dup();
        for (int changed = 0; changed < FEATURES; changed++) {
            INDArray other = x.dup();
            other.putScalar(0, changed, 3);
            INDArray after = graph.feedForward(other, false).get("layer2");
            for (int j = 0; j < 2 * FEATURES; j++) {
                int variable = j % FEATURES;
                boolean isLater = order == Order.NATURAL ? variable > changed : variable < changed;
                assertThat(after.getDouble(j) != before.getDouble(j))
                        .as("parameter %d changes with variable %d", j, changed)
                        .isEqualTo(isLater);
            }
        }
    }

    @Test
    void refusesALayerWithoutDegrees() {
        assertThatThrownBy(() -> new MaskedDenseBlock.Builder().nOut(3).build()).hasMessageContaining("no degrees");
    }
}
