package org.vae4j.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.GradientUpdater;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.vae4j.kernel.AdamStep;
import org.vae4j.testing.Values;

class FlushingAdamTest {

    private static final int N = 5000;
    private static final double RATE = 1e-3;

    /**
     * Gradients from 1 down to 1e-10: where √v is as small as ε = 1e-8, adding ε inside rather than outside the bias
     * correction changes the first update by a factor of up to 30.
     */
    private static INDArray gradient(Random random, DataType type) {
        return Values.array(type, 1, N, i -> random.nextGaussian() * Math.pow(10, -(i % 11)))
                .reshape(1, N);
    }

    private static GradientUpdater<?> updater(IUpdater config, INDArray state) {
        return config.instantiate(state, true);
    }

    private static INDArray state(DataType type) {
        return Nd4j.zeros(type, 1, 2 * N);
    }

    /**
     * Both add ε outside the bias correction and agree to rounding in doubles. In floats ND4J rounds β₂ before it
     * computes 1 - β₂ᵗ⁺¹, whose relative error in the first steps is 5e-5.
     */
    @ParameterizedTest
    @EnumSource(names = {"FLOAT", "DOUBLE"})
    void updatesAgreeWithNd4jsAdam(DataType type) {
        double tolerance = RATE * (type == DataType.FLOAT ? 1e-4 : 1e-13);
        INDArray nd4jState = state(type);
        INDArray flushingState = state(type);
        GradientUpdater<?> nd4j = updater(new Adam(RATE), nd4jState);
        GradientUpdater<?> flushing = updater(FlushingAdam.withLearningRate(RATE), flushingState);
        Random random = new Random(1);
        for (int step = 0; step < 50; step++) {
            INDArray gradient = gradient(random, type);
            INDArray expected = gradient.dup();
            INDArray update = gradient.dup();
            nd4j.applyUpdater(expected, step, 0);
            flushing.applyUpdater(update, step, 0);
            Values.assertClose("step " + step, Values.of(update), Values.of(expected), tolerance);
        }
        Values.assertClose(
                "state", Values.of(flushingState), Values.of(nd4jState), type == DataType.FLOAT ? 1e-5 : 1e-14);
    }

    @Test
    void continuesFromTheStateOfNd4jsAdamAndBack() {
        INDArray reference = state(DataType.DOUBLE);
        INDArray shared = state(DataType.DOUBLE);
        GradientUpdater<?> nd4j = updater(new Adam(RATE), reference);
        Random random = new Random(2);
        for (int step = 0; step < 9; step++) {
            IUpdater config = step / 3 % 2 == 0 ? new Adam(RATE) : FlushingAdam.withLearningRate(RATE);
            // A new updater on a copy of the state, as after loading a checkpoint.
            shared = shared.dup();
            GradientUpdater<?> current = config.instantiate(shared, false);
            INDArray gradient = gradient(random, DataType.DOUBLE);
            INDArray expected = gradient.dup();
            INDArray update = gradient.dup();
            nd4j.applyUpdater(expected, step, 0);
            current.applyUpdater(update, step, 0);
            Values.assertClose("step " + step, Values.of(update), Values.of(expected), RATE * 1e-13);
        }
    }

    @Test
    void namesOfTheStateAreThoseOfNd4jsAdam() {
        GradientUpdater<?> nd4j = updater(new Adam(RATE), state(DataType.FLOAT));
        GradientUpdater<?> flushing = updater(FlushingAdam.withLearningRate(RATE), state(DataType.FLOAT));
        Random random = new Random(3);
        INDArray first = gradient(random, DataType.FLOAT);
        nd4j.applyUpdater(first.dup(), 0, 0);
        flushing.setState(nd4j.getState(), false);
        assertThat(flushing.getState().keySet()).isEqualTo(nd4j.getState().keySet());
        INDArray gradient = gradient(random, DataType.FLOAT);
        INDArray expected = gradient.dup();
        INDArray update = gradient.dup();
        // Copies, since setState shares the arrays of a state.
        flushing.setState(
                Map.of(
                        "M",
                        nd4j.getState().get("M").dup(),
                        "V",
                        nd4j.getState().get("V").dup()),
                false);
        nd4j.applyUpdater(expected, 1, 0);
        flushing.applyUpdater(update, 1, 0);
        Values.assertClose("update", Values.of(update), Values.of(expected), RATE * 1e-4);
    }

    private static boolean anySubnormal(INDArray state) {
        for (double value : Values.of(state)) {
            if (value != 0 && Math.abs(value) < Float.MIN_NORMAL) {
                return true;
            }
        }
        return false;
    }

    /** β₂ = 0.9 instead of 0.999, so that v without flushing would become denormal within a thousand steps, too. */
    @Test
    void momentsOfZeroGradientsBecomeNegligibleAndAreNeverDenormal() {
        FlushingAdam config = new FlushingAdam(new ConstantRate(RATE), 0.9, 0.9, 1e-8);
        INDArray state = state(DataType.FLOAT);
        GradientUpdater<?> flushing = updater(config, state);
        flushing.applyUpdater(gradient(new Random(4), DataType.FLOAT), 0, 0);
        for (int step = 1; step < 1500; step++) {
            flushing.applyUpdater(Nd4j.zeros(DataType.FLOAT, 1, N), step, 0);
            if (step % 10 == 0) {
                assertThat(anySubnormal(state)).as("step %d", step).isFalse();
            }
        }
        // Normal floats, but too small to move any parameter.
        double[] moments = Values.of(state);
        Values.assertClose("m", Arrays.copyOf(moments, N), new double[N], 1e-26);
        Values.assertClose("v", Arrays.copyOfRange(moments, N, 2 * N), new double[N], 1e-36);
    }

    /** The reason for flushing. */
    @Test
    void momentsOfNd4jsAdamBecomeDenormal() {
        INDArray state = state(DataType.FLOAT);
        GradientUpdater<?> adam = updater(new Adam(RATE, 0.9, 0.9, 1e-8), state);
        adam.applyUpdater(gradient(new Random(4), DataType.FLOAT), 0, 0);
        for (int step = 1; step < 860; step++) {
            adam.applyUpdater(Nd4j.zeros(DataType.FLOAT, 1, N), step, 0);
        }
        assertThat(anySubnormal(state)).isTrue();
    }

    /** Flushing does not affect moments that matter: gradients of 1e-10 move parameters as in exact arithmetic. */
    @Test
    void smallGradientsStillMoveParameters() {
        GradientUpdater<?> flushing =
                updater(new FlushingAdam(new ConstantRate(RATE), 0.9, 0.999, 1e-14), state(DataType.FLOAT));
        INDArray gradient = Nd4j.zeros(DataType.FLOAT, 1, N).addi(1e-10);
        flushing.applyUpdater(gradient, 0, 0);
        double expected = RATE * Math.sqrt(0.001) / 0.1 * 1e-11 / (Math.sqrt(0.001) * 1e-10 + 1e-14);
        assertThat(gradient.getDouble(0)).isCloseTo(expected, within(RATE * 1e-5));
    }

    /** After one step m = (1 - β₁) g and v = β₂ · 1 + (1 - β₂) g². */
    @Test
    void secondMomentStartsAtItsInitialValue() {
        FlushingAdam config = new FlushingAdam(new ConstantRate(RATE), 0.99, 0.999, 1e-4, 1);
        INDArray state = Nd4j.valueArrayOf(new long[] {1, 2 * N}, 7, DataType.DOUBLE);
        GradientUpdater<?> flushing = config.instantiate(state, true);
        INDArray gradient = Nd4j.valueArrayOf(new long[] {1, N}, 0.3, DataType.DOUBLE);
        flushing.applyUpdater(gradient, 0, 0);
        double rate = RATE * Math.sqrt(0.001) / 0.01;
        double expected = rate * 0.003 / (Math.sqrt(0.999 + 0.001 * 0.09) + 1e-4);
        Values.assertClose(
                "update", Values.of(gradient), Values.of(gradient.mul(0).add(expected)), 1e-12);
    }

    @Test
    void refusesANegativeInitialSecondMoment() {
        assertThatThrownBy(() -> new FlushingAdam(new ConstantRate(1), 0.9, 0.9, 1e-8, -1))
                .hasMessageContaining("initialSecondMoment = -1.0");
    }

    /** α_t = α √(1 - β₂ᵗ) / (1 - β₁ᵗ) in the first step and after a hundred thousand. */
    @Test
    void rateOfAdamStepIsCorrectedForBias() {
        AdamStep first = AdamStep.at(0.01, 0.9, 0.999, 1e-8, 0, 0.5);
        assertThat(first.rate()).isCloseTo(0.01 * Math.sqrt(0.001) / 0.1, within(1e-15));
        assertThat(first.gradientScale()).isEqualTo(0.5);
        AdamStep later = AdamStep.at(0.01, 0.9, 0.999, 1e-8, 99_999, 1);
        assertThat(later.rate()).isCloseTo(0.01, within(1e-12));
        assertThat(AdamStep.at(0.01, 0, 0, 1e-8, 0, 1).rate()).isEqualTo(0.01);
    }

    @ParameterizedTest
    @ValueSource(doubles = {-0.1, 1, Double.NaN})
    void refusesBetasOutsideTheirRange(double beta) {
        assertThatThrownBy(() -> new FlushingAdam(new ConstantRate(1), beta, 0.9, 1e-8))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("beta1 = " + beta);
        assertThatThrownBy(() -> new FlushingAdam(new ConstantRate(1), 0.9, beta, 1e-8))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("beta2 = " + beta);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -1, Double.NaN, Double.POSITIVE_INFINITY})
    void refusesARateThatIsNotPositiveAndFinite(double rate) {
        assertThatThrownBy(() -> FlushingAdam.withLearningRate(rate))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("found a rate of " + rate);
    }
}
