package org.vae4j.layers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.stream.Stream;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.vae4j.kernel.Nonlinearity;
import org.vae4j.testing.Networks;
import org.vae4j.testing.Values;

class DropoutBlockTest extends LayerContract {

    private static ComputationGraph network(DataType type, double rate, int hidden) {
        return Networks.chain(
                type,
                FEATURES,
                Networks.dense(hidden, Nonlinearity.TANH),
                new DropoutBlock(rate, 11),
                Networks.dense(FEATURES, Nonlinearity.IDENTITY),
                Networks.output());
    }

    @Override
    Stream<Case> cases() {
        return Stream.of(0.2, 0.6).map(rate -> new Case("rate " + rate, type -> network(type, rate, 8)));
    }

    @Override
    boolean computesTheSameInTraining() {
        return false;
    }

    /** 40,000 values: the share of zeros has a standard error of 0.0023. */
    @Test
    void dropsWithItsRateAndKeepsTheMean() {
        ComputationGraph graph = network(DataType.DOUBLE, 0.3, 100);
        INDArray x = Values.normal(1, DataType.DOUBLE, 400, FEATURES, 1);
        double[] in = Values.of(graph.feedForward(x, true).get("layer0"));
        double[] out = Values.of(graph.feedForward(x, true).get("layer1"));
        int dropped = 0;
        for (int i = 0; i < in.length; i++) {
            if (out[i] == 0) {
                dropped++;
            } else {
                assertThat(out[i]).isCloseTo(in[i] / 0.7, within(1e-15));
            }
        }
        assertThat(dropped / (double) in.length).isCloseTo(0.3, within(0.01));
    }

    @Test
    void evaluationIsTheIdentityAndARateOfZeroToo() {
        INDArray x = Values.normal(1, DataType.DOUBLE, 4, FEATURES, 1);
        ComputationGraph graph = network(DataType.DOUBLE, 0.3, 8);
        assertThat(Values.of(graph.feedForward(x, false).get("layer1")))
                .isEqualTo(Values.of(graph.feedForward(x, false).get("layer0")));
        ComputationGraph none = network(DataType.DOUBLE, 0, 8);
        assertThat(Values.of(none.feedForward(x, true).get("layer1")))
                .isEqualTo(Values.of(none.feedForward(x, true).get("layer0")));
    }

    @Test
    void whatIsDroppedIsAFunctionOfTheIteration() {
        ComputationGraph graph = network(DataType.DOUBLE, 0.5, 30);
        INDArray x = Values.normal(1, DataType.DOUBLE, 4, FEATURES, 1);
        double[] first = Values.of(graph.feedForward(x, true).get("layer1"));
        assertThat(Values.of(graph.feedForward(x, true).get("layer1"))).isEqualTo(first);
        graph.getLayer("layer1").setIterationCount(8);
        double[] second = Values.of(graph.feedForward(x, true).get("layer1"));
        assertThat(Arrays.equals(second, first)).isFalse();
    }

    @Test
    void ratesOutsideTheRangeAreRefused() {
        for (double rate : new double[] {-0.1, 1, Double.NaN}) {
            assertThatThrownBy(() -> new DropoutBlock(rate, 1)).hasMessageContaining("a dropout rate of " + rate);
        }
    }
}
