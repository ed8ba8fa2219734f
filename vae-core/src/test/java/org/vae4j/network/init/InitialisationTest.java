package org.vae4j.network.init;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.vae4j.extension.Registry;
import org.vae4j.layers.ConvolutionBlock;
import org.vae4j.layers.DenseBlock;
import org.vae4j.testing.Networks;
import org.vae4j.testing.Values;

class InitialisationTest {

    private static ComputationGraph network(Initialisation init, int inputs, int outputs) {
        ComputationGraph graph = new ComputationGraph(new NeuralNetConfiguration.Builder()
                .seed(5)
                .dataType(DataType.DOUBLE)
                .graphBuilder()
                .addInputs("x")
                .setInputTypes(InputType.feedForward(inputs))
                .addLayer(
                        "a",
                        new DenseBlock.Builder()
                                .nOut(outputs)
                                .weightInit(init.weights().orElseThrow())
                                .build(),
                        "x")
                .addLayer("out", Networks.output(), "a")
                .setOutputs("out")
                .build());
        graph.init();
        return graph;
    }

    /** 30,000 weights: the standard error of a variance is at most a hundredth of it. */
    @ParameterizedTest
    @CsvSource({"he, 300, 100, 300", "glorot, 300, 100, 400", "fanIn, 300, 100, 900"})
    void hasItsVariance(String name, int inputs, int outputs, double twoOverVariance) {
        Initialisation init = Registry.of(Initialisation.class).get(name);
        INDArray weights = network(init, inputs, outputs).getLayer("a").getParam("W");
        double expected = (name.equals("fanIn") ? 1 : 2) / twoOverVariance;
        assertThat(weights.meanNumber().doubleValue()).isCloseTo(0, within(4 * Math.sqrt(expected / 30_000)));
        assertThat(weights.varNumber().doubleValue()).isCloseTo(expected, within(0.04 * expected));
        assertThat(network(init, inputs, outputs)
                        .getLayer("a")
                        .getParam("b")
                        .sumNumber()
                        .doubleValue())
                .isZero();
    }

    @Test
    void drawsTheBiasesToo() {
        ComputationGraph graph = network(new FanInBias(), 4, 3000);
        INDArray biases = graph.getLayer("a").getParam("b");
        double limit = 1 / Math.sqrt(4);
        assertThat(biases.maxNumber().doubleValue()).isLessThanOrEqualTo(limit).isGreaterThan(0.99 * limit);
        assertThat(biases.minNumber().doubleValue())
                .isGreaterThanOrEqualTo(-limit)
                .isLessThan(-0.99 * limit);
        // A uniform law has a third of the squared limit as its variance; the standard error is a sixtieth of it.
        assertThat(biases.varNumber().doubleValue()).isCloseTo(limit * limit / 3, within(0.06 * limit * limit / 3));
        assertThat(graph.getLayer("a").getParam("W").varNumber().doubleValue())
                .isCloseTo(limit * limit / 3, within(0.03 * limit * limit / 3));
        assertThat(Values.of(network(new FanInBias(), 4, 3000).getLayer("a").getParam("b")))
                .isEqualTo(Values.of(biases));
    }

    /** To the rounding of sums of 40 products. */
    @ParameterizedTest
    @CsvSource({"40, 15", "15, 40", "20, 20"})
    void columnsOrRowsAreOrthonormal(int inputs, int outputs) {
        INDArray w = network(new Orthogonal(), inputs, outputs).getLayer("a").getParam("W");
        INDArray products = inputs >= outputs ? w.transpose().mmul(w) : w.mmul(w.transpose());
        for (int i = 0; i < products.rows(); i++) {
            for (int j = 0; j < products.columns(); j++) {
                assertThat(products.getDouble(i, j)).isCloseTo(i == j ? 1 : 0, within(1e-13));
            }
        }
    }

    @Test
    void aSeedDrawsTheSameWeightsAndJsonKeepsTheClass() {
        for (Initialisation init : Registry.of(Initialisation.class).prototypes()) {
            if (init.weights().isEmpty()) {
                continue;
            }
            ComputationGraph graph = network(init, 12, 7);
            ComputationGraphConfiguration back = ComputationGraphConfiguration.fromJson(
                    graph.getConfiguration().toJson());
            assertThat(back).isEqualTo(graph.getConfiguration());
            ComputationGraph again = new ComputationGraph(back);
            again.init();
            assertThat(Values.of(again.getLayer("a").getParam("W")))
                    .isEqualTo(Values.of(graph.getLayer("a").getParam("W")));
        }
    }

    /** The inputs of a convolution's value are the pixels under the kernel in all channels: 8 · 25. */
    @Test
    void countsThePixelsUnderAKernel() {
        ComputationGraph graph = new ComputationGraph(new NeuralNetConfiguration.Builder()
                .seed(5)
                .dataType(DataType.DOUBLE)
                .graphBuilder()
                .addInputs("x")
                .setInputTypes(InputType.convolutionalFlat(6, 6, 8))
                .addLayer(
                        "a",
                        new ConvolutionBlock.Builder()
                                .channels(100)
                                .kernel(5)
                                .weightInit(new He())
                                .build(),
                        "x")
                .addLayer("out", Networks.output(), "a")
                .setOutputs("out")
                .build());
        graph.init();
        double expected = 2.0 / 200;
        assertThat(graph.getLayer("a").getParam("W").varNumber().doubleValue())
                .isCloseTo(expected, within(0.05 * expected));
    }
}
