package org.vae4j.layers;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.vae4j.kernel.Nonlinearity;
import org.vae4j.testing.Networks;
import org.vae4j.testing.Values;

class ActivationBlockTest extends LayerContract {

    private static ComputationGraph network(DataType type, Layer... middle) {
        Layer[] layers = new Layer[middle.length + 2];
        System.arraycopy(middle, 0, layers, 0, middle.length);
        layers[middle.length] = Networks.dense(FEATURES, Nonlinearity.IDENTITY);
        layers[middle.length + 1] = Networks.output();
        return Networks.chain(type, FEATURES, layers);
    }

    @Override
    Stream<Case> cases() {
        return Arrays.stream(Nonlinearity.values())
                .map(f -> new Case(
                        f.name(),
                        type -> network(type, Networks.dense(6, Nonlinearity.IDENTITY), new ActivationBlock(f))));
    }

    /** A dense block that applies f itself must round as a dense block followed by an activation block. */
    @ParameterizedTest
    @EnumSource
    void outputHasTheSameBitsAsThatOfADenseBlockWithTheNonlinearity(Nonlinearity f) {
        INDArray x = Values.normal(1, DataType.FLOAT, 7, FEATURES, 1);
        ComputationGraph apart =
                network(DataType.FLOAT, Networks.dense(6, Nonlinearity.IDENTITY), new ActivationBlock(f));
        ComputationGraph together = network(DataType.FLOAT, Networks.dense(6, f));
        assertThat(Values.of(apart.outputSingle(x))).isEqualTo(Values.of(together.outputSingle(x)));
    }
}
