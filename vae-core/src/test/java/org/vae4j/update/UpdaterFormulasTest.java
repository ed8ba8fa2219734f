package org.vae4j.update;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.AdaMax;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.RmsProp;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.schedule.ISchedule;
import org.nd4j.linalg.schedule.ScheduleType;
import org.vae4j.kernel.Matrix;
import org.vae4j.schedule.Constant;
import org.vae4j.schedule.Cosine;
import org.vae4j.testing.Values;
import org.vae4j.train.FlushingAdam;
import org.vae4j.update.FlushingRmsProp.Centring;

/** Compares the steps of each updater with its published formula, for one parameter in double precision. */
class UpdaterFormulasTest {

    /** Number of parameters of each updater. */
    private static final int N = 1500;
    /** The parameter that is compared with the formula. */
    private static final int WATCHED = 1234;

    private static final int BATCH = 8;
    private static final int STEPS = 12;
    private static final ISchedule RATE = new Cosine(0.02, 0.005, STEPS, ScheduleType.ITERATION);

    /** An updater's formula for one parameter, with its state. */
    private abstract static class Formula {
        final double[] state = new double[4];

        /** The parameter after update t, which counts from 1, given the parameter w before and the mean gradient g. */
        abstract double step(double w, double g, int t, double rate);
    }

    private static Formula adaMax(double beta1, double beta2, double epsilon) {
        return new Formula() {
            @Override
            double step(double w, double g, int t, double rate) {
                state[0] = beta1 * state[0] + (1 - beta1) * g;
                state[1] = Math.max(beta2 * state[1], Math.abs(g));
                return w - rate / (1 - Math.pow(beta1, t)) * state[0] / (state[1] + epsilon);
            }
        };
    }

    private static Formula rmsProp(double decay, double momentum, double epsilon, boolean centred) {
        return new Formula() {
            @Override
            double step(double w, double g, int t, double rate) {
                state[0] = decay * state[0] + (1 - decay) * g * g;
                state[1] = centred ? decay * state[1] + (1 - decay) * g : 0;
                double deviation = Math.sqrt(Math.max(0, state[0] - state[1] * state[1]));
                state[2] = momentum * state[2] + g / (deviation + epsilon);
                return w - rate * state[2];
            }
        };
    }

    private static Formula sgd(double momentum) {
        return new Formula() {
            @Override
            double step(double w, double g, int t, double rate) {
                state[0] = momentum * state[0] + g;
                return w - rate * state[0];
            }
        };
    }

    static Stream<Arguments> updaters() {
        return Stream.of(
                Arguments.of(new FlushingAdaMax(RATE, 0.9, 0.99, 1e-3), adaMax(0.9, 0.99, 1e-3)),
                Arguments.of(new FlushingRmsProp(RATE, 0.9, 0, 1e-3, Centring.PLAIN), rmsProp(0.9, 0, 1e-3, false)),
                Arguments.of(new FlushingRmsProp(RATE, 0.8, 0.7, 1e-3, Centring.PLAIN), rmsProp(0.8, 0.7, 1e-3, false)),
                Arguments.of(new FlushingRmsProp(RATE, 0.9, 0, 1e-3, Centring.CENTRED), rmsProp(0.9, 0, 1e-3, true)),
                Arguments.of(
                        new FlushingRmsProp(RATE, 0.8, 0.7, 1e-3, Centring.CENTRED), rmsProp(0.8, 0.7, 1e-3, true)),
                Arguments.of(new MomentumSgd(RATE, 0), sgd(0)),
                Arguments.of(new MomentumSgd(RATE, 0.9), sgd(0.9)));
    }

    @ParameterizedTest
    @MethodSource("updaters")
    void stepsInDoublePrecisionFollowTheFormula(Updater updater, Formula formula) {
        assertFollows(updater, formula, DataType.DOUBLE, 1e-13);
    }

    /** Allows some ten roundings of values up to 1 per step. */
    @ParameterizedTest
    @MethodSource("updaters")
    void stepsInSinglePrecisionFollowTheFormula(Updater updater, Formula formula) {
        assertFollows(updater, formula, DataType.FLOAT, 4e-6);
    }

    private static void assertFollows(Updater updater, Formula formula, DataType type, double tolerance) {
        Matrix w = Matrix.of(Values.normal(1, type, 1, N, 1));
        double expected = Values.of(w)[WATCHED];
        List<Matrix> state = state(updater, type);
        Random random = new Random(3);
        for (int t = 0; t < STEPS; t++) {
            // The mean is not zero, so that centring matters.
            double[] sum = random.doubles(N).map(v -> BATCH * (v + 0.25)).toArray();
            Matrix g = Matrix.of(Values.array(type, 1, N, i -> sum[i]));
            double rate = RATE.valueAt(t, 0);
            expected = formula.step(expected, Values.of(g)[WATCHED] / BATCH, t + 1, rate);
            updater.step(new UpdateStep(t, 0, 1.0 / BATCH), w, g, state);
            assertThat(Values.of(w)[WATCHED])
                    .as("%s, %s, step %d", updater, type, t)
                    .isCloseTo(expected, within(tolerance));
        }
    }

    private static List<Matrix> state(Updater updater, DataType type) {
        List<Matrix> state = new ArrayList<>();
        for (String name : updater.stateNames()) {
            state.add(Matrix.of(Values.array(type, 1, N, i -> updater.initialState(name))));
        }
        return state;
    }

    /** Updaters with the same formula in ND4J, but for the place of ε, which is too small here to matter. */
    static Stream<Arguments> updatersOfNd4j() {
        return Stream.of(
                Arguments.of(
                        new FlushingAdaMax(new Constant(0.01), 0.9, 0.999, 1e-30), new AdaMax(0.01, 0.9, 0.999, 1e-30)),
                Arguments.of(
                        new FlushingRmsProp(new Constant(0.01), 0.95, 0, 1e-30, Centring.PLAIN),
                        new RmsProp(0.01, 0.95, 1e-30)),
                Arguments.of(new MomentumSgd(new Constant(0.01), 0), new Sgd(0.01)));
    }

    @ParameterizedTest
    @MethodSource("updatersOfNd4j")
    void updatesAndStateEqualThoseOfNd4j(Updater vae4j, IUpdater nd4j) {
        assertThat(vae4j.stateSize(N)).isEqualTo(nd4j.stateSize(N));
        INDArray state = Nd4j.zeros(DataType.DOUBLE, 1, Math.max(1, vae4j.stateSize(N)));
        INDArray expectedState = state.dup();
        var updater = vae4j.instantiate(state, true);
        var expectedUpdater = nd4j.instantiate(nd4j.stateSize(N) == 0 ? null : expectedState, true);
        for (int t = 0; t < 30; t++) {
            INDArray update = Values.normal(t, DataType.DOUBLE, 1, N, 0.1);
            INDArray expected = update.dup();
            updater.applyUpdater(update, t, 0);
            expectedUpdater.applyUpdater(expected, t, 0);
            Values.assertClose("step " + t, Values.of(update), Values.of(expected), 1e-12);
        }
        Values.assertClose("state", Values.of(state), Values.of(expectedState), 1e-13);
    }

    @Test
    void adamNormGradDividesTheGradientByItsNormPlusEpsilon() {
        GradientRule rule = new AdamNormGrad(new Constant(0.1), 0.9, 0.999, 1e-8).gradientRule();
        assertThat(rule.factor(0.5)).isEqualTo(1 / (0.5 + 1e-7));
        assertThat(rule.factor(0)).isEqualTo(1e7);
    }

    /** Writes out steps of Adam on a tensor of two values, whose gradient grows but keeps its direction. */
    @Test
    void adamNormGradIsAdamOnTheDirectionOfTheGradient() {
        AdamNormGrad updater = new AdamNormGrad(new Constant(0.1), 0.9, 0.999, 1e-8);
        double[] w = {1, 2};
        double[] m = new double[2];
        double[] v = new double[2];
        Matrix parameters = Matrix.of(Values.array(DataType.DOUBLE, 1, 2, i -> w[i]));
        List<Matrix> state = List.of(
                Matrix.of(Values.array(DataType.DOUBLE, 1, 2, i -> 0)),
                Matrix.of(Values.array(DataType.DOUBLE, 1, 2, i -> 0)));
        for (int t = 1; t <= 3; t++) {
            double[] g = {0.3 * t, -0.4 * t};
            double norm = 0.5 * t;
            for (int i = 0; i < 2; i++) {
                m[i] = 0.9 * m[i] + 0.1 * g[i] / (norm + 1e-7);
                v[i] = 0.999 * v[i] + 0.001 * Math.pow(g[i] / (norm + 1e-7), 2);
                double rate = 0.1 * Math.sqrt(1 - Math.pow(0.999, t)) / (1 - Math.pow(0.9, t));
                w[i] -= rate * m[i] / (Math.sqrt(v[i]) + 1e-8);
            }
            updater.step(
                    new UpdateStep(t - 1, 0, updater.gradientRule().factor(norm)),
                    parameters,
                    Matrix.of(Values.array(DataType.DOUBLE, 1, 2, i -> g[i])),
                    state);
            assertThat(Values.of(parameters)).as("update %d", t).containsExactly(w, within(1e-14));
        }
    }

    /** One of each kind of updater. */
    static Stream<Updater> saved() {
        return Stream.concat(
                updaters().map(a -> (Updater) a.get()[0]),
                Stream.of(
                        new AdamNormGrad(RATE, 0.9, 0.999, 1e-8),
                        new ClippedUpdater(FlushingAdam.withLearningRate(0.1), ClipNorm.global(5)),
                        new ClippedUpdater(new MomentumSgd(RATE, 0.9), new ClipValue(1))));
    }

    @ParameterizedTest
    @MethodSource("saved")
    void updaterReadFromJsonEqualsTheWrittenOne(Updater updater) throws Exception {
        var mapper = NeuralNetConfiguration.mapper();
        IUpdater back = mapper.readValue(mapper.writeValueAsString(updater), IUpdater.class);
        assertThat(back).isEqualTo(updater).isEqualTo(updater.clone());
        assertThat(back.getLearningRate(5, 0)).isEqualTo(updater.getLearningRate(5, 0));
    }

    @Test
    void jsonOfAdamIsThatOfVersion01() throws Exception {
        String json = NeuralNetConfiguration.mapper().writeValueAsString(FlushingAdam.withLearningRate(0.001));
        assertThat(json.replaceAll("\\s", ""))
                .isEqualTo("{\"@class\":\"org.vae4j.train.FlushingAdam\",\"beta1\":0.9,\"beta2\":0.999,"
                        + "\"epsilon\":1.0E-8,\"initialSecondMoment\":0.0,\"learningRate\":{\"@class\":"
                        + "\"org.vae4j.train.ConstantRate\",\"value\":0.001}}");
    }

    @Test
    void configurationOfAModelOfVersion01IsWrittenAsItWasRead() throws Exception {
        try (ZipInputStream zip = new ZipInputStream(
                UpdaterFormulasTest.class.getResourceAsStream("/org/vae4j/layers/every-layer-0.1.zip"))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                if (entry.getName().equals("configuration.json")) {
                    String json = new String(zip.readAllBytes(), StandardCharsets.UTF_8);
                    assertThat(json).contains("FlushingAdam", "LinearWarmup");
                    assertThat(ComputationGraphConfiguration.fromJson(json).toJson())
                            .isEqualTo(json);
                    return;
                }
            }
        }
        throw new AssertionError("no configuration in the file");
    }

    @ParameterizedTest
    @CsvSource({"2, 1.999, 1", "2, 2, 1", "2, 8, 0.25", "Infinity, 1e300, 1"})
    void clippingScalesANormAboveTheThresholdDownToIt(double threshold, double norm, double factor) {
        assertThat(ClipNorm.global(threshold).factor(norm)).isEqualTo(factor);
    }

    @Test
    void clippingKeepsANormThatIsNotANumber() {
        assertThat(ClipNorm.global(2).factor(Double.NaN)).isNaN();
    }

    /** The mean gradient is bounded to ±0.5, so the sum over ten examples to ±5. */
    @Test
    void clippingByValueBoundsTheMeanGradient() {
        Matrix sum = Matrix.of(Values.array(DataType.DOUBLE, 1, 4, i -> new double[] {3, -3, 30, -30}[i]));
        new ClipValue(0.5).bound(sum, 0.1);
        assertThat(Values.of(sum)).containsExactly(3, -3, 5, -5);
    }

    private static final ISchedule ONE = new Constant(1);

    @Test
    void refusesSettingsOutsideTheirRange() {
        assertThatThrownBy(() -> new MomentumSgd(ONE, 1)).hasMessageContaining("momentum = 1.0");
        assertThatThrownBy(() -> new FlushingAdaMax(ONE, 0.9, -1, 1e-8)).hasMessageContaining("beta2 = -1.0");
        assertThatThrownBy(() -> new AdamNormGrad(ONE, 0.9, 0.9, 0)).hasMessageContaining("epsilon = 0.0");
        assertThatThrownBy(() -> new FlushingRmsProp(ONE, 1, 0, 1e-8, Centring.PLAIN))
                .hasMessageContaining("decay = 1.0");
    }

    @Test
    void refusesClippingWithoutABound() {
        assertThatThrownBy(() -> new ClipNorm(0, GradientRule.Scope.NETWORK)).hasMessageContaining("at most 0.0");
        assertThatThrownBy(() -> new ClipValue(Double.NaN)).hasMessageContaining("at most NaN");
    }

    @Test
    void refusesClippingByANormOfNoValues() {
        assertThatThrownBy(() -> new ClipNorm(1, GradientRule.Scope.NONE)).hasMessageContaining("TENSOR or NETWORK");
    }

    @Test
    void refusesToClipTheGradientsOfAnUpdaterThatNormalisesThem() {
        assertThatThrownBy(() -> new ClippedUpdater(new AdamNormGrad(ONE, 0.9, 0.9, 1), ClipNorm.global(1)))
                .hasMessageContaining("bounds or normalises them itself");
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 4})
    void refusesMoreMissedUpdatesThanIterations(int missed) {
        assertThatThrownBy(() -> new UpdateStep(3, 0, 1).withMissed(missed))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("found " + missed + " missed updates before iteration 3, expected 0 to 3");
    }
}
