package org.vae4j.layers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.IntStream;
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

    /** Two parameters per variable come out of the masked layers. */
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

    /** The defining property: a change of a variable changes what stands for later ones only, and does change those. */
    @ParameterizedTest
    @EnumSource
    void parametersOfAVariableDependOnTheOnesBeforeItAlone(Order order) {
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
                assertThat(after.getDouble(j) != before.getDouble(j)).isEqualTo(isLater);
            }
        }
    }

    @Test
    void degreesAreAFunctionOfTheOrder() {
        assertThat(IntStream.range(0, 6).map(new Degrees(Kind.VARIABLES, 3, Order.NATURAL)::of))
                .containsExactly(1, 2, 3, 1, 2, 3);
        assertThat(IntStream.range(0, 6).map(new Degrees(Kind.VARIABLES, 3, Order.REVERSED)::of))
                .containsExactly(3, 2, 1, 3, 2, 1);
        assertThat(IntStream.range(0, 5).map(new Degrees(Kind.HIDDEN, 3, Order.NATURAL)::of))
                .containsExactly(1, 2, 1, 2, 1);
        assertThat(new Degrees(Kind.HIDDEN, 1, Order.NATURAL).of(7)).isEqualTo(1);
        assertThatThrownBy(() -> new Degrees(Kind.HIDDEN, 0, Order.NATURAL)).hasMessageContaining("found 0 variables");
        assertThatThrownBy(() -> new MaskedDenseBlock.Builder().nOut(3).build()).hasMessageContaining("no degrees");
    }
}
