package org.vae4j.layers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
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

    private static final double RATE = 0.3;

    /** The block's input and output in a pass. */
    private record Passed(double[] input, double[] output) {}

    private static Passed pass(ComputationGraph graph, int examples, Mode mode) {
        INDArray x = Values.normal(1, DataType.DOUBLE, examples, FEATURES, 1);
        Map<String, INDArray> activations = graph.feedForward(x, mode == Mode.TRAINING);
        return new Passed(Values.of(activations.get("layer0")), Values.of(activations.get("layer1")));
    }

    /** With 40,000 values, the standard error of the share of zeros is 0.0023. */
    @Test
    void trainingDropsTheShareOfTheRate() {
        Passed passed = pass(network(DataType.DOUBLE, RATE, 100), 400, Mode.TRAINING);
        long dropped = Arrays.stream(passed.output).filter(value -> value == 0).count();
        assertThat(dropped / (double) passed.output.length).isCloseTo(RATE, within(0.01));
    }

    @Test
    void trainingDividesTheOtherValuesByOneLessTheRate() {
        Passed passed = pass(network(DataType.DOUBLE, RATE, 100), 400, Mode.TRAINING);
        for (int i = 0; i < passed.output.length; i++) {
            if (passed.output[i] != 0) {
                assertThat(passed.output[i]).as("value %d", i).isCloseTo(passed.input[i] / (1 - RATE), within(1e-15));
            }
        }
    }

    @Test
    void evaluationLeavesAllValuesUnchanged() {
        Passed passed = pass(network(DataType.DOUBLE, RATE, 8), 4, Mode.EVALUATION);
        assertThat(passed.output).isEqualTo(passed.input);
    }

    @Test
    void aRateOfZeroLeavesAllValuesUnchangedInTraining() {
        Passed passed = pass(network(DataType.DOUBLE, 0, 8), 4, Mode.TRAINING);
        assertThat(passed.output).isEqualTo(passed.input);
    }

    @Test
    void oneIterationDropsTheSameValuesInEachPass() {
        ComputationGraph graph = network(DataType.DOUBLE, 0.5, 30);
        double[] first = pass(graph, 4, Mode.TRAINING).output;
        assertThat(pass(graph, 4, Mode.TRAINING).output).isEqualTo(first);
    }

    @Test
    void anotherIterationDropsOtherValues() {
        ComputationGraph graph = network(DataType.DOUBLE, 0.5, 30);
        double[] first = pass(graph, 4, Mode.TRAINING).output;
        graph.getLayer("layer1").setIterationCount(8);
        assertThat(pass(graph, 4, Mode.TRAINING).output).isNotEqualTo(first);
    }

    @ParameterizedTest
    @ValueSource(doubles = {-0.1, 1, Double.NaN})
    void refusesRatesOutsideTheRange(double rate) {
        assertThatThrownBy(() -> new DropoutBlock(rate, 1)).hasMessageContaining("a dropout rate of " + rate);
    }
}
