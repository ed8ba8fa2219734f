package org.vae4j.layers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.learning.config.NoOp;
import org.nd4j.linalg.ops.transforms.Transforms;
import org.vae4j.kernel.Nonlinearity;
import org.vae4j.testing.Networks;
import org.vae4j.testing.Values;

class BatchNormBlockTest extends LayerContract {

    private static final double DECAY = 0.8;
    /** Values of an example that are normalised. */
    private static final int WIDTH = 6;

    private static BatchNormBlock block(int channels) {
        return new BatchNormBlock.Builder().channels(channels).decay(DECAY).build();
    }

    /** A network whose second layer is the normalisation, with running variances above 0. */
    private static ComputationGraph network(DataType type, Layer norm) {
        ComputationGraph graph = Networks.chain(
                type,
                FEATURES,
                Networks.dense(WIDTH, Nonlinearity.TANH),
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

    private static INDArray examples() {
        return Values.normal(1, DataType.DOUBLE, 9, FEATURES, 1);
    }

    /** Compares the outputs and, after each of three steps, all parameters with the running moments among them. */
    @Test
    void outputsAndStepsEqualThoseOfDl4j() {
        ComputationGraph vae4j = network(DataType.DOUBLE, block(0));
        ComputationGraph dl4j = network(
                DataType.DOUBLE,
                new BatchNormalization.Builder()
                        .decay(DECAY)
                        .eps(1e-5)
                        .useLogStd(false)
                        .build());
        dl4j.setParams(vae4j.params());
        INDArray x = examples();
        for (int step = 0; step < 3; step++) {
            assertThat(Values.of(vae4j.output(true, x)[0]))
                    .as("output in training, step %d", step)
                    .containsExactly(Values.of(dl4j.output(true, x)[0]), within(1e-12));
            assertThat(Values.of(vae4j.outputSingle(x)))
                    .as("output in evaluation, step %d", step)
                    .containsExactly(Values.of(dl4j.outputSingle(x)), within(1e-12));
            vae4j.fit(new DataSet(x, x));
            dl4j.fit(new DataSet(x, x));
            assertThat(Values.of(vae4j.params().reshape(1, -1)))
                    .as("parameters after step %d", step)
                    .containsExactly(Values.of(dl4j.params().reshape(1, -1)), within(1e-9));
        }
    }

    /** Over the batch and its pixels, the mean is 0 and the variance, up to ε, 1. */
    @Test
    void standardisesEachChannelInTraining() {
        int channels = 2;
        ComputationGraph graph = network(DataType.DOUBLE, block(channels));
        graph.getLayer("layer1").getParam("gamma").assign(1);
        graph.getLayer("layer1").getParam("beta").assign(0);
        INDArray x = Values.normal(1, DataType.DOUBLE, 50, FEATURES, 1);
        double[] y = Values.of(graph.feedForward(x, true).get("layer1"));
        int perChannel = y.length / channels;
        for (int channel = 0; channel < channels; channel++) {
            double[] values = Arrays.copyOfRange(y, channel * perChannel, (channel + 1) * perChannel);
            double mean = Arrays.stream(values).average().orElseThrow();
            double meanSquare = Arrays.stream(values).map(v -> v * v).average().orElseThrow();
            assertThat(mean).as("mean of channel %d", channel).isCloseTo(0, within(1e-14));
            assertThat(meanSquare).as("variance of channel %d", channel).isCloseTo(1, within(1e-3));
        }
    }

    @Test
    void runningMomentsHaveNoUpdater() {
        assertThat(block(0).getUpdaterByParam("mean")).isInstanceOf(NoOp.class);
        assertThat(block(0).getUpdaterByParam("var")).isInstanceOf(NoOp.class);
    }

    @Test
    void gradientOfRunningMomentsIsZero() {
        ComputationGraph graph = network(DataType.DOUBLE, block(0));
        INDArray x = examples();
        graph.setInputs(x);
        graph.setLabels(x);
        graph.computeGradientAndScore();
        assertThat(Values.of(graph.gradient().getGradientFor("layer1_mean"))).containsOnly(0);
        assertThat(Values.of(graph.gradient().getGradientFor("layer1_var"))).containsOnly(0);
    }

    @Test
    void refusesChannelsThatDoNotDivideTheFeatures() {
        assertThatThrownBy(() -> network(DataType.FLOAT, block(4)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("found 6 features in, 6 out and 4 channels");
    }

    @Test
    void refusesADecayOfOne() {
        assertThatThrownBy(() -> new BatchNormBlock.Builder().decay(1).build()).hasMessageContaining("decay = 1");
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -1, Double.NaN, Double.POSITIVE_INFINITY})
    void refusesAnEpsilonThatIsNotPositiveAndFinite(double epsilon) {
        assertThatThrownBy(() -> new BatchNormBlock.Builder().epsilon(epsilon).build())
                .hasMessageContaining("epsilon = " + epsilon);
    }
}
