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
import org.vae4j.layers.CorruptionBlock.Kind;
import org.vae4j.testing.Networks;
import org.vae4j.testing.Values;

class CorruptionBlockTest extends LayerContract {

    private static ComputationGraph network(DataType type, CorruptionBlock block, int hidden) {
        return Networks.chain(
                type,
                FEATURES,
                Networks.dense(hidden, Nonlinearity.TANH),
                block,
                Networks.dense(FEATURES, Nonlinearity.IDENTITY),
                Networks.output());
    }

    @Override
    Stream<Case> cases() {
        return Stream.of(
                new Case("gaussian", type -> network(type, new CorruptionBlock(Kind.GAUSSIAN, 0.5, 11, 1), 8)),
                new Case("mask", type -> network(type, new CorruptionBlock(Kind.MASK, 0.4, 11, 1), 8)));
    }

    @Override
    boolean computesTheSameInTraining() {
        return false;
    }

    /** What goes in and what comes out of 400 examples of 100 values in training. */
    private static double[][] passed(CorruptionBlock block) {
        ComputationGraph graph = network(DataType.DOUBLE, block, 100);
        INDArray x = Values.normal(1, DataType.DOUBLE, 400, FEATURES, 1);
        return new double[][] {
            Values.of(graph.feedForward(x, true).get("layer0")),
            Values.of(graph.feedForward(x, true).get("layer1"))
        };
    }

    /** Of 40,000 values the mean has a standard error of 0.0025, and the mean square one of 0.0018. */
    @Test
    void addsNoiseOfItsVariance() {
        double[][] values = passed(new CorruptionBlock(Kind.GAUSSIAN, 0.5, 3, 1));
        double[] noise = new double[values[0].length];
        Arrays.setAll(noise, i -> values[1][i] - values[0][i]);
        assertThat(Arrays.stream(noise).average().orElseThrow()).isCloseTo(0, within(0.01));
        assertThat(Arrays.stream(noise).map(n -> n * n).average().orElseThrow()).isCloseTo(0.25, within(0.008));
    }

    /** The share of zeros has a standard error of 0.0023; what is left is left as it is. */
    @Test
    void masksWithItsProbability() {
        double[][] values = passed(new CorruptionBlock(Kind.MASK, 0.3, 3, 1));
        int masked = 0;
        for (int i = 0; i < values[0].length; i++) {
            if (values[1][i] == 0) {
                masked++;
            } else {
                assertThat(values[1][i]).isEqualTo(values[0][i]);
            }
        }
        assertThat(masked / (double) values[0].length).isCloseTo(0.3, within(0.01));
    }

    @Test
    void evaluationIsTheIdentity() {
        INDArray x = Values.normal(1, DataType.DOUBLE, 4, FEATURES, 1);
        for (Kind kind : Kind.values()) {
            ComputationGraph graph = network(DataType.DOUBLE, new CorruptionBlock(kind, 0.5, 3, 1), 8);
            assertThat(Values.of(graph.feedForward(x, false).get("layer1")))
                    .isEqualTo(Values.of(graph.feedForward(x, false).get("layer0")));
        }
    }

    @Test
    void levelsOutsideTheRangeAreRefused() {
        assertThatThrownBy(() -> new CorruptionBlock(Kind.MASK, 1, 1, 1))
                .hasMessageContaining("level: found 1.0 of a mask");
        assertThatThrownBy(() -> new CorruptionBlock(Kind.GAUSSIAN, -1, 1, 1))
                .hasMessageContaining("level: found -1.0");
        assertThatThrownBy(() -> new CorruptionBlock(Kind.GAUSSIAN, Double.NaN, 1, 1))
                .hasMessageContaining("level: found NaN");
    }
}
