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
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
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

    private static final long SEED = 3;

    /** The block's input and output in a pass. */
    private record Passed(double[] input, double[] output) {}

    private static Passed pass(CorruptionBlock block, Mode mode) {
        ComputationGraph graph = network(DataType.DOUBLE, block, 100);
        INDArray x = Values.normal(1, DataType.DOUBLE, 400, FEATURES, 1);
        Map<String, INDArray> activations = graph.feedForward(x, mode == Mode.TRAINING);
        return new Passed(Values.of(activations.get("layer0")), Values.of(activations.get("layer1")));
    }

    /** With 40,000 values, the standard error of the mean is 0.0025, and that of the mean square 0.0018. */
    @Test
    void gaussianNoiseHasMeanZeroAndTheVarianceOfItsLevel() {
        double sigma = 0.5;
        Passed passed = pass(new CorruptionBlock(Kind.GAUSSIAN, sigma, SEED, 1), Mode.TRAINING);
        double[] noise = new double[passed.input.length];
        Arrays.setAll(noise, i -> passed.output[i] - passed.input[i]);
        assertThat(Arrays.stream(noise).average().orElseThrow()).isCloseTo(0, within(0.01));
        assertThat(Arrays.stream(noise).map(n -> n * n).average().orElseThrow())
                .isCloseTo(sigma * sigma, within(0.008));
    }

    /** With 40,000 values, the standard error of the share of zeros is 0.0023. */
    @Test
    void maskSetsTheShareOfItsLevelToZero() {
        double level = 0.3;
        Passed passed = pass(new CorruptionBlock(Kind.MASK, level, SEED, 1), Mode.TRAINING);
        long zeros = Arrays.stream(passed.output).filter(value -> value == 0).count();
        assertThat(zeros / (double) passed.output.length).isCloseTo(level, within(0.01));
    }

    @Test
    void maskLeavesTheOtherValuesUnchanged() {
        Passed passed = pass(new CorruptionBlock(Kind.MASK, 0.3, SEED, 1), Mode.TRAINING);
        for (int i = 0; i < passed.output.length; i++) {
            if (passed.output[i] != 0) {
                assertThat(passed.output[i]).as("value %d", i).isEqualTo(passed.input[i]);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void evaluationLeavesAllValuesUnchanged(Kind kind) {
        Passed passed = pass(new CorruptionBlock(kind, 0.5, SEED, 1), Mode.EVALUATION);
        assertThat(passed.output).isEqualTo(passed.input);
    }

    @ParameterizedTest
    @CsvSource({"MASK, 1", "MASK, -0.1", "MASK, NaN", "GAUSSIAN, -1", "GAUSSIAN, NaN", "GAUSSIAN, Infinity"})
    void refusesLevelsOutsideTheRange(Kind kind, double level) {
        assertThatThrownBy(() -> new CorruptionBlock(kind, level, SEED, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("level: found " + level);
    }
}
