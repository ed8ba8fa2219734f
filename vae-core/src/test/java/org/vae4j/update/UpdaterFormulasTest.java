package org.vae4j.update;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
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
import org.junit.jupiter.params.provider.MethodSource;
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

/** Each updater's steps against its published formula, written out for one parameter in double precision. */
class UpdaterFormulasTest {

    private static final int N = 1500;
    private static final int STEPS = 12;
    private static final ISchedule RATE = new Cosine(0.02, 0.005, STEPS, ScheduleType.ITERATION);

    /** A parameter's way: what one step of the formula makes of it. */
    private abstract static class Formula {
        final double[] state = new double[4];

        /** {@code g} is the mean gradient, {@code t} counts from 1. */
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

    /** In double precision to rounding; in single precision to some ten roundings per step of values up to one. */
    @ParameterizedTest
    @MethodSource("updaters")
    void followsItsFormula(Updater updater, Formula formula) {
        assertFollows(updater, formula, DataType.DOUBLE, 1e-13);
        assertFollows(updater, formula, DataType.FLOAT, 4e-6);
    }

    private static void assertFollows(Updater updater, Formula formula, DataType type, double tolerance) {
        Arrays.fill(formula.state, 0);
        int watched = 1234;
        Matrix w = Matrix.of(Values.normal(1, type, 1, N, 1));
        double expected = Values.of(w)[watched];
        List<Matrix> state = state(updater, type);
        Random random = new Random(3);
        for (int t = 0; t < STEPS; t++) {
            // Not of mean zero, so that centring matters.
            double[] sum = random.doubles(N).map(v -> 8 * (v + 0.25)).toArray();
            Matrix g = Matrix.of(Values.array(type, 1, N, i -> sum[i]));
            double rate = RATE.valueAt(t, 0);
            expected = formula.step(expected, Values.of(g)[watched] / 8, t + 1, rate);
            updater.step(new UpdateStep(t, 0, 1.0 / 8), w, g, state);
            assertThat(Values.of(w)[watched])
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

    /** ND4J's epsilon stands elsewhere in two of them: tiny, it shows in none. */
    static Stream<Arguments> rivals() {
        return Stream.of(
                Arguments.of(
                        new FlushingAdaMax(new Constant(0.01), 0.9, 0.999, 1e-30), new AdaMax(0.01, 0.9, 0.999, 1e-30)),
                Arguments.of(
                        new FlushingRmsProp(new Constant(0.01), 0.95, 0, 1e-30, Centring.PLAIN),
                        new RmsProp(0.01, 0.95, 1e-30)),
                Arguments.of(new MomentumSgd(new Constant(0.01), 0), new Sgd(0.01)));
    }

    @ParameterizedTest
    @MethodSource("rivals")
    void givesTheUpdatesOfNd4jWhereTheFormulaIsTheSame(Updater ours, IUpdater theirs) {
        INDArray ourState = Nd4j.zeros(DataType.DOUBLE, 1, Math.max(1, ours.stateSize(N)));
        INDArray theirState = Nd4j.zeros(DataType.DOUBLE, 1, Math.max(1, theirs.stateSize(N)));
        assertThat(ours.stateSize(N)).isEqualTo(theirs.stateSize(N));
        var our = ours.instantiate(ourState, true);
        var their = theirs.instantiate(theirs.stateSize(N) == 0 ? null : theirState, true);
        for (int t = 0; t < 30; t++) {
            INDArray a = Values.normal(t, DataType.DOUBLE, 1, N, 0.1);
            INDArray b = a.dup();
            our.applyUpdater(a, t, 0);
            their.applyUpdater(b, t, 0);
            Values.assertClose("step " + t, Values.of(a), Values.of(b), 1e-12);
        }
        Values.assertClose("state", Values.of(ourState), Values.of(theirState), 1e-13);
    }

    /** The gradient is doubled in size and changes nothing but through 1e-7; by hand, for a tensor of two values. */
    @Test
    void adamNormGradIsAdamOnTheDirectionOfTheGradient() {
        AdamNormGrad updater = new AdamNormGrad(new Constant(0.1), 0.9, 0.999, 1e-8);
        double norm = Math.sqrt(0.3 * 0.3 + 0.4 * 0.4);
        double factor = updater.gradientRule().factor(norm);
        assertThat(factor).isEqualTo(1 / (norm + 1e-7));
        assertThat(updater.gradientRule().factor(0)).isEqualTo(1e7);
        double[] w = {1, 2};
        double[] m = new double[2];
        double[] v = new double[2];
        Matrix parameters = Matrix.of(Values.array(DataType.DOUBLE, 1, 2, i -> w[i]));
        List<Matrix> state = List.of(
                Matrix.of(Values.array(DataType.DOUBLE, 1, 2, i -> 0)),
                Matrix.of(Values.array(DataType.DOUBLE, 1, 2, i -> 0)));
        for (int t = 1; t <= 3; t++) {
            double[] g = {0.3 * t, -0.4 * t};
            double length = 0.5 * t + 1e-7;
            for (int i = 0; i < 2; i++) {
                m[i] = 0.9 * m[i] + 0.1 * g[i] / length;
                v[i] = 0.999 * v[i] + 0.001 * Math.pow(g[i] / length, 2);
                double rate = 0.1 * Math.sqrt(1 - Math.pow(0.999, t)) / (1 - Math.pow(0.9, t));
                w[i] -= rate * m[i] / (Math.sqrt(v[i]) + 1e-8);
            }
            double scale = updater.gradientRule().factor(0.5 * t);
            updater.step(
                    new UpdateStep(t - 1, 0, scale),
                    parameters,
                    Matrix.of(Values.array(DataType.DOUBLE, 1, 2, i -> g[i])),
                    state);
            assertThat(Values.of(parameters)).containsExactly(w, within(1e-14));
        }
    }

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
    void comesBackFromAModelFilesJson(Updater updater) throws Exception {
        var mapper = NeuralNetConfiguration.mapper();
        IUpdater back = mapper.readValue(mapper.writeValueAsString(updater), IUpdater.class);
        assertThat(back).isEqualTo(updater).isEqualTo(updater.clone());
        assertThat(back.getLearningRate(5, 0)).isEqualTo(updater.getLearningRate(5, 0));
    }

    /** What models of version 0.1 have, to the letter. */
    @Test
    void adamIsWrittenAsByVersion01() throws Exception {
        String json = NeuralNetConfiguration.mapper().writeValueAsString(FlushingAdam.withLearningRate(0.001));
        assertThat(json.replaceAll("\\s", ""))
                .isEqualTo("{\"@class\":\"org.vae4j.train.FlushingAdam\",\"beta1\":0.9,\"beta2\":0.999,"
                        + "\"epsilon\":1.0E-8,\"initialSecondMoment\":0.0,\"learningRate\":{\"@class\":"
                        + "\"org.vae4j.train.ConstantRate\",\"value\":0.001}}");
    }

    @Test
    void theConfigurationOfAModelOfVersion01IsWrittenByteEqual() throws Exception {
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

    @Test
    void factorsOfClipping() {
        ClipNorm clip = ClipNorm.global(2);
        assertThat(clip.factor(1.999)).isEqualTo(1);
        assertThat(clip.factor(2)).isEqualTo(1);
        assertThat(clip.factor(8)).isEqualTo(0.25);
        assertThat(clip.factor(Double.NaN)).isNaN();
        assertThat(ClipNorm.global(Double.POSITIVE_INFINITY).factor(1e300)).isEqualTo(1);
    }

    /** The mean gradient is bounded: the sum over ten examples to ten times as much. */
    @Test
    void boundsValuesOfTheMeanGradient() {
        Matrix sum = Matrix.of(Values.array(DataType.DOUBLE, 1, 4, i -> new double[] {3, -3, 30, -30}[i]));
        new ClipValue(0.5).bound(sum, 0.1);
        assertThat(Values.of(sum)).containsExactly(3, -3, 5, -5);
    }

    @Test
    void whatMakesNoSenseIsRefused() {
        ISchedule rate = new Constant(1);
        assertThatThrownBy(() -> new MomentumSgd(rate, 1)).hasMessageContaining("momentum = 1.0");
        assertThatThrownBy(() -> new FlushingAdaMax(rate, 0.9, -1, 1e-8)).hasMessageContaining("beta2 = -1.0");
        assertThatThrownBy(() -> new AdamNormGrad(rate, 0.9, 0.9, 0)).hasMessageContaining("epsilon = 0.0");
        assertThatThrownBy(() -> new FlushingRmsProp(rate, 1, 0, 1e-8, Centring.PLAIN))
                .hasMessageContaining("decay = 1.0");
        assertThatThrownBy(() -> new ClipNorm(0, GradientRule.Scope.NETWORK)).hasMessageContaining("at most 0.0");
        assertThatThrownBy(() -> new ClipNorm(1, GradientRule.Scope.NONE)).hasMessageContaining("TENSOR or NETWORK");
        assertThatThrownBy(() -> new ClipValue(Double.NaN)).hasMessageContaining("at most NaN");
        assertThatThrownBy(() -> new ClippedUpdater(new AdamNormGrad(rate, 0.9, 0.9, 1), ClipNorm.global(1)))
                .hasMessageContaining("bounds or normalises them itself");
    }
}
