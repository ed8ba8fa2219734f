package org.vae4j.network.init;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.vae4j.extension.Registry;
import org.vae4j.layers.ConvolutionBlock;
import org.vae4j.layers.DenseBlock;
import org.vae4j.testing.Networks;
import org.vae4j.testing.Values;

class InitialisationTest {

    /** A network whose layer "a" has the given size and initialisation. */
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

    private static INDArray parameter(ComputationGraph graph, String key) {
        return graph.getLayer("a").getParam(key);
    }

    private static final int INPUTS = 300;
    private static final int OUTPUTS = 100;

    static Stream<Arguments> variances() {
        return Stream.of(
                Arguments.of("he", 2.0 / INPUTS),
                Arguments.of("glorot", 2.0 / (INPUTS + OUTPUTS)),
                Arguments.of("fanIn", 1 / (3.0 * INPUTS)));
    }

    /** With 30,000 weights, the standard error of the variance is at most a hundredth of it. */
    @ParameterizedTest
    @MethodSource("variances")
    void weightsHaveMeanZeroAndTheirVariance(String name, double variance) {
        Initialisation init = Registry.of(Initialisation.class).get(name);
        INDArray weights = parameter(network(init, INPUTS, OUTPUTS), "W");
        assertThat(weights.meanNumber().doubleValue()).isCloseTo(0, within(4 * Math.sqrt(variance / weights.length())));
        assertThat(weights.varNumber().doubleValue()).isCloseTo(variance, within(0.04 * variance));
    }

    @ParameterizedTest
    @ValueSource(strings = {"he", "glorot", "fanIn"})
    void biasesStartAtZero(String name) {
        Initialisation init = Registry.of(Initialisation.class).get(name);
        assertThat(Values.of(parameter(network(init, 12, 7), "b"))).containsOnly(0);
    }

    /** A uniform distribution on ±a has the variance a²/3; the standard error of 3000 draws is a sixtieth of it. */
    @Test
    void fanInBiasDrawsWeightsAndBiasesUniformly() {
        int inputs = 4;
        double limit = 1 / Math.sqrt(inputs);
        ComputationGraph graph = network(new FanInBias(), inputs, 3000);
        INDArray biases = parameter(graph, "b");
        assertThat(biases.maxNumber().doubleValue()).isLessThanOrEqualTo(limit).isGreaterThan(0.99 * limit);
        assertThat(biases.minNumber().doubleValue())
                .isGreaterThanOrEqualTo(-limit)
                .isLessThan(-0.99 * limit);
        assertThat(biases.varNumber().doubleValue()).isCloseTo(limit * limit / 3, within(0.06 * limit * limit / 3));
        assertThat(parameter(graph, "W").varNumber().doubleValue())
                .isCloseTo(limit * limit / 3, within(0.03 * limit * limit / 3));
    }

    /** Orthonormal up to the rounding of sums of 40 products. */
    @ParameterizedTest
    @CsvSource({"40, 15", "15, 40", "20, 20"})
    void orthogonalWeightsHaveOrthonormalColumnsOrRows(int inputs, int outputs) {
        INDArray w = parameter(network(new Orthogonal(), inputs, outputs), "W");
        INDArray products = inputs >= outputs ? w.transpose().mmul(w) : w.mmul(w.transpose());
        for (int i = 0; i < products.rows(); i++) {
            for (int j = 0; j < products.columns(); j++) {
                assertThat(products.getDouble(i, j))
                        .as("product %d, %d", i, j)
                        .isCloseTo(i == j ? 1 : 0, within(1e-13));
            }
        }
    }

    static Stream<Initialisation> drawing() {
        return Registry.of(Initialisation.class).prototypes().stream()
                .filter(init -> init.weights().isPresent());
    }

    @ParameterizedTest
    @MethodSource("drawing")
    void configurationFromJsonDrawsTheSameParameters(Initialisation init) {
        ComputationGraph graph = network(init, 12, 7);
        ComputationGraphConfiguration back =
                ComputationGraphConfiguration.fromJson(graph.getConfiguration().toJson());
        assertThat(back).isEqualTo(graph.getConfiguration());
        ComputationGraph again = new ComputationGraph(back);
        again.init();
        assertThat(Values.of(parameter(again, "W"))).isEqualTo(Values.of(parameter(graph, "W")));
        assertThat(Values.of(parameter(again, "b"))).isEqualTo(Values.of(parameter(graph, "b")));
    }

    /** An output of a convolution is a sum over the pixels under the kernel in all channels: 8 · 5². */
    @Test
    void fanInOfAConvolutionCountsPixelsAndChannels() {
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
        double expected = 2.0 / (8 * 5 * 5);
        assertThat(graph.getLayer("a").getParam("W").varNumber().doubleValue())
                .isCloseTo(expected, within(0.05 * expected));
    }
}
