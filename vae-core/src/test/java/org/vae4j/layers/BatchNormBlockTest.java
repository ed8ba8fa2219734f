package org.vae4j.layers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.learning.config.NoOp;
import org.nd4j.linalg.ops.transforms.Transforms;
import org.vae4j.kernel.Nonlinearity;
import org.vae4j.testing.Networks;
import org.vae4j.testing.Values;

class BatchNormBlockTest extends LayerContract {

    private static BatchNormBlock block(int channels) {
        return new BatchNormBlock.Builder().channels(channels).decay(0.8).build();
    }

    private static ComputationGraph network(DataType type, Layer norm) {
        ComputationGraph graph = Networks.chain(
                type,
                FEATURES,
                Networks.dense(6, Nonlinearity.TANH),
                norm,
                Networks.dense(FEATURES, Nonlinearity.IDENTITY),
                Networks.output());
        INDArray variance = graph.getLayer("layer1").getParam("var");
        variance.assign(Transforms.abs(variance, true).addi(0.1));
        return graph;
    }

    @Override
    Stream<Case> cases() {
        return Stream.of(0, 2, 1)
                .map(channels -> new Case(channels + " channels", type -> network(type, block(channels))));
    }

    @Override
    boolean computesTheSameInTraining() {
        return false;
    }

    /** Output in training and evaluation, and all parameters, with the running moments after three steps. */
    @Test
    void isTheFunctionOfDl4j() {
        ComputationGraph ours = network(DataType.DOUBLE, block(0));
        ComputationGraph theirs = network(
                DataType.DOUBLE,
                new BatchNormalization.Builder()
                        .decay(0.8)
                        .eps(1e-5)
                        .useLogStd(false)
                        .build());
        theirs.setParams(ours.params());
        INDArray x = Values.normal(1, DataType.DOUBLE, 9, FEATURES, 1);
        for (int step = 0; step < 3; step++) {
            assertThat(Values.of(ours.output(true, x)[0]))
                    .containsExactly(Values.of(theirs.output(true, x)[0]), within(1e-12));
            assertThat(Values.of(ours.outputSingle(x)))
                    .containsExactly(Values.of(theirs.outputSingle(x)), within(1e-12));
            ours.fit(new DataSet(x, x));
            theirs.fit(new DataSet(x, x));
            assertThat(Values.of(ours.params().reshape(1, -1)))
                    .containsExactly(Values.of(theirs.params().reshape(1, -1)), within(1e-9));
        }
    }

    /** Each channel has the mean 0 and, ε apart, the variance 1 over the batch and its pixels. */
    @Test
    void standardisesChannelsInTraining() {
        ComputationGraph graph = network(DataType.DOUBLE, block(2));
        graph.getLayer("layer1").getParam("gamma").assign(1);
        graph.getLayer("layer1").getParam("beta").assign(0);
        INDArray x = Values.normal(1, DataType.DOUBLE, 50, FEATURES, 1);
        double[] y = Values.of(graph.feedForward(x, true).get("layer1"));
        for (int channel = 0; channel < 2; channel++) {
            double sum = 0;
            double squares = 0;
            for (int i = channel * 150; i < (channel + 1) * 150; i++) {
                sum += y[i];
                squares += y[i] * y[i];
            }
            assertThat(sum / 150).isCloseTo(0, within(1e-14));
            assertThat(squares / 150).isCloseTo(1, within(1e-3));
        }
    }

    @Test
    void runningMomentsAreNoWeightsAndHaveNoUpdater() {
        BatchNormBlock block = block(0);
        assertThat(block.getUpdaterByParam("mean")).isInstanceOf(NoOp.class);
        ComputationGraph graph = network(DataType.DOUBLE, block);
        INDArray x = Values.normal(1, DataType.DOUBLE, 9, FEATURES, 1);
        graph.setInputs(x);
        graph.setLabels(x);
        graph.computeGradientAndScore();
        assertThat(Values.of(graph.gradient().getGradientFor("layer1_mean"))).containsOnly(0);
        assertThat(Values.of(graph.gradient().getGradientFor("layer1_var"))).containsOnly(0);
    }

    @Test
    void sizesThatDoNotFitAreRefused() {
        assertThatThrownBy(() -> network(DataType.FLOAT, block(4)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("found 6 features in, 6 out and 4 channels");
        assertThatThrownBy(() -> new BatchNormBlock.Builder().decay(1).build()).hasMessageContaining("decay = 1");
        assertThatThrownBy(() -> new BatchNormBlock.Builder().epsilon(0).build())
                .hasMessageContaining("epsilon = 0");
    }
}
