package org.vae4j.train.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.schedule.ISchedule;
import org.nd4j.linalg.schedule.ScheduleType;
import org.vae4j.kernel.Nonlinearity;
import org.vae4j.likelihood.BernoulliLikelihood;
import org.vae4j.model.LatentModel;
import org.vae4j.model.spec.Bottleneck;
import org.vae4j.model.spec.ModelSpec;
import org.vae4j.objective.ElboObjective;
import org.vae4j.schedule.Constant;
import org.vae4j.schedule.Cosine;
import org.vae4j.testing.Values;
import org.vae4j.train.FlushingAdam;
import org.vae4j.update.AdamNormGrad;
import org.vae4j.update.ClipNorm;
import org.vae4j.update.ClipValue;
import org.vae4j.update.ClippedUpdater;
import org.vae4j.update.FlushingAdaMax;
import org.vae4j.update.FlushingRmsProp;
import org.vae4j.update.FlushingRmsProp.Centring;
import org.vae4j.update.GradientRule.Scope;
import org.vae4j.update.MomentumSgd;
import org.vae4j.update.Updater;
import org.vae4j.update.optimiser.GroupDecay;
import org.vae4j.update.optimiser.GroupDecay.Form;
import org.vae4j.update.optimiser.Optimiser;
import org.vae4j.update.optimiser.ParameterGroup;

/** Updates of whole networks: whose tensors are normalised, what is clipped, what decays, and that it all resumes. */
class FusedUpdateTest {

    private static final int FEATURES = 10;
    private static final ISchedule RATE = new Cosine(0.02, 0.001, 30, ScheduleType.ITERATION);
    private static final Updater ADAM = FlushingAdam.withLearningRate(0.01);

    static Stream<Optimiser> optimisers() {
        return Stream.of(
                Optimiser.of(new FlushingAdaMax(RATE, 0.9, 0.99, 1e-8)),
                Optimiser.of(new FlushingRmsProp(RATE, 0.9, 0.8, 1e-6, Centring.CENTRED)),
                Optimiser.of(new FlushingRmsProp(RATE, 0.9, 0, 1e-6, Centring.PLAIN)),
                Optimiser.of(new MomentumSgd(RATE, 0.9)),
                Optimiser.of(new MomentumSgd(RATE, 0)),
                Optimiser.of(new AdamNormGrad(RATE, 0.9, 0.999, 1e-8)),
                Optimiser.of(new ClippedUpdater(ADAM, ClipNorm.global(0.3))),
                Optimiser.of(new ClippedUpdater(ADAM, new ClipNorm(0.1, Scope.TENSOR))),
                Optimiser.of(new ClippedUpdater(ADAM, new ClipValue(0.02))),
                Optimiser.of(ADAM, GroupDecay.decoupled(0.1)),
                Optimiser.of(new AdamNormGrad(RATE, 0.9, 0.999, 1e-8), GroupDecay.decoupled(0.1)),
                Optimiser.of(ADAM, new GroupDecay(ParameterGroup.DECODER, Form.L2, 0.1)));
    }

    private static LatentModel model(Optimiser optimiser, DataType type) {
        ModelSpec spec = new ModelSpec(
                FEATURES,
                List.of(8),
                3,
                List.of(7),
                Nonlinearity.TANH,
                Bottleneck.GAUSSIAN,
                new BernoulliLikelihood(),
                ElboObjective.standard());
        return LatentModel.create(spec, optimiser, 2, type);
    }

    private static LatentModel model(IUpdater updater) {
        return model(Optimiser.of(updater), DataType.DOUBLE);
    }

    private static INDArray batch(int step, DataType type) {
        return Values.pixels(step, type, step % 3 == 2 ? 5 : 8, FEATURES);
    }

    private static double[] trained(LatentModel model, int from, int to, int workers) {
        try (TrainingStep step = new TrainingStep(model, workers)) {
            for (int i = from; i < to; i++) {
                step.apply(batch(i, model.graph().params().dataType()));
            }
        }
        return Values.of(model.graph().params());
    }

    private static double[] trained(LatentModel model) {
        return trained(model, 0, 6, 1);
    }

    /** DL4J's own fit makes the same steps, to rounding: of double precision ten digits are left in any case. */
    @ParameterizedTest
    @MethodSource("optimisers")
    void isTheStepOfDl4j(Optimiser optimiser) {
        LatentModel ours = model(optimiser, DataType.DOUBLE);
        ComputationGraph theirs = model(optimiser, DataType.DOUBLE).graph();
        try (TrainingStep step = new TrainingStep(ours)) {
            for (int i = 0; i < 6; i++) {
                INDArray x = batch(i, DataType.DOUBLE);
                step.apply(x);
                theirs.fit(new DataSet(x, x));
                Values.assertClose("step " + i, Values.of(ours.graph().params()), Values.of(theirs.params()), 1e-10);
                assertThat(ours.graph().score()).isCloseTo(theirs.score(), within(1e-10));
            }
        }
        assertThat(trained(model(optimiser, DataType.DOUBLE))).isNotEqualTo(trained(model(new Sgd(1e-9))));
    }

    /** To the bit, in the precision that is trained in, through a file in the middle. */
    @ParameterizedTest
    @MethodSource("optimisers")
    void resumesFromAFileAndRepeatsWithTwoWorkers(Optimiser optimiser, @TempDir Path folder) throws IOException {
        double[] whole = trained(model(optimiser, DataType.FLOAT), 0, 6, 2);
        LatentModel half = model(optimiser, DataType.FLOAT);
        trained(half, 0, 3, 2);
        half.save(folder.resolve("half.zip"));
        assertThat(trained(LatentModel.load(folder.resolve("half.zip")), 3, 6, 2))
                .isEqualTo(whole);
        double[] one = trained(model(optimiser, DataType.FLOAT), 0, 6, 1);
        assertThat(trained(model(optimiser, DataType.FLOAT), 0, 6, 1)).isEqualTo(one);
        // One worker sums in another order.
        Values.assertClose("one worker", one, whole, 1e-3);
    }

    /**
     * Every tensor's first step with Adam is a step of α for values that are large against ε; the norms of AdamNormGrad
     * show in the second moments: those of each tensor add up to (1 - β₂) times one.
     */
    @Test
    void normalisesEachTensorByItself() {
        LatentModel model = model(new AdamNormGrad(new Constant(0.01), 0.9, 0.999, 1e-8));
        trained(model, 0, 1, 1);
        for (var block : model.graph().getUpdater().getUpdaterBlocks()) {
            assertThat(block.getLayersAndVariablesInBlock()).hasSize(1);
            double[] state = Values.of(block.getUpdaterView().reshape(1, -1));
            double sum = Arrays.stream(state, state.length / 2, state.length).sum();
            assertThat(sum).isCloseTo(0.001, within(1e-7));
        }
        assertThat(model.graph().getUpdater().getUpdaterBlocks()).hasSize(8);
    }

    /** Plain descent with rate 1 shows the clipped gradient itself; the norm that is told is the one before. */
    @Test
    void clipsTheWholeGradientToTheNorm() {
        double[] free = firstStep(new MomentumSgd(new Constant(1), 0));
        double norm = norm(free);
        assertThat(norm).isGreaterThan(0.5);
        LatentModel model = model(new ClippedUpdater(new MomentumSgd(new Constant(1), 0), ClipNorm.global(0.25)));
        double[] before = Values.of(model.graph().params());
        try (TrainingStep step = new TrainingStep(model)) {
            assertThat(step.gradientNorm()).isEmpty();
            step.apply(batch(0, DataType.DOUBLE));
            assertThat(step.gradientNorm().orElseThrow()).isCloseTo(norm, within(1e-12));
        }
        double[] clipped = difference(before, Values.of(model.graph().params()));
        assertThat(norm(clipped)).isCloseTo(0.25, within(1e-12));
        assertThat(clipped)
                .containsExactly(Arrays.stream(free).map(v -> v * 0.25 / norm).toArray(), within(1e-12));
    }

    @Test
    void clipsEachTensorOrEachValue() {
        double[] free = firstStep(new MomentumSgd(new Constant(1), 0));
        double[] byValue = firstStep(new ClippedUpdater(new MomentumSgd(new Constant(1), 0), new ClipValue(0.01)));
        assertThat(byValue)
                .containsExactly(
                        Arrays.stream(free)
                                .map(v -> Math.max(-0.01, Math.min(0.01, v)))
                                .toArray(),
                        within(1e-14));
        double[] byTensor =
                firstStep(new ClippedUpdater(new MomentumSgd(new Constant(1), 0), new ClipNorm(0.05, Scope.TENSOR)));
        int from = 0;
        for (int size : new int[] {80, 8, 48, 6, 21, 7, 70, 10}) {
            double tensor = norm(Arrays.copyOfRange(free, from, from + size));
            double expected = Math.min(tensor, 0.05);
            assertThat(norm(Arrays.copyOfRange(byTensor, from, from + size))).isCloseTo(expected, within(1e-12));
            from += size;
        }
        assertThat(from).isEqualTo(free.length);
    }

    private static double[] firstStep(Updater updater) {
        LatentModel model = model(updater);
        double[] before = Values.of(model.graph().params());
        return difference(before, trained(model, 0, 1, 1));
    }

    private static double[] difference(double[] before, double[] after) {
        double[] result = new double[before.length];
        for (int i = 0; i < result.length; i++) {
            result[i] = before[i] - after[i];
        }
        return result;
    }

    private static double norm(double[] values) {
        return Math.sqrt(Arrays.stream(values).map(v -> v * v).sum());
    }

    @Test
    void limitCasesAreTheSimplerUpdaterToTheBit() {
        for (DataType type : new DataType[] {DataType.FLOAT, DataType.DOUBLE}) {
            double[] adam = trained(model(Optimiser.of(ADAM), type));
            double infinite = Double.POSITIVE_INFINITY;
            assertThat(trained(model(Optimiser.of(ADAM, GroupDecay.decoupled(0)), type)))
                    .isEqualTo(adam);
            for (Optimiser unclipped : List.of(
                    Optimiser.of(new ClippedUpdater(ADAM, ClipNorm.global(infinite))),
                    Optimiser.of(new ClippedUpdater(ADAM, ClipNorm.global(1e6))),
                    Optimiser.of(new ClippedUpdater(ADAM, new ClipNorm(infinite, Scope.TENSOR))),
                    Optimiser.of(new ClippedUpdater(ADAM, new ClipValue(infinite))),
                    Optimiser.of(new ClippedUpdater(ADAM, new ClipValue(1e6))))) {
                assertThat(trained(model(unclipped, type)))
                        .as(unclipped.toString())
                        .isEqualTo(adam);
            }
        }
    }

    /** A batch of a power of two divides exactly, so that the order of the factors does not show. */
    @Test
    void withoutMomentumItIsPlainDescentToTheBit() {
        for (DataType type : new DataType[] {DataType.FLOAT, DataType.DOUBLE}) {
            LatentModel ours = model(Optimiser.of(new MomentumSgd(new Constant(0.1), 0)), type);
            LatentModel nd4j = model(Optimiser.of(new Sgd(0.1)), type);
            assertThat(trained(ours, 0, 2, 1)).isEqualTo(trained(nd4j, 0, 2, 1));
        }
    }

    /** By the formula, from the same gradients: w(decay) - w(none) = -αλw after one step. */
    @Test
    void decaysTheWeightsOfTheGroupAndNothingElse() {
        double[] before = Values.of(model(ADAM).graph().params());
        double[] plain = trained(model(ADAM), 0, 1, 1);
        Optimiser encoder = Optimiser.of(ADAM, new GroupDecay(ParameterGroup.ENCODER, Form.DECOUPLED, 0.5));
        double[] decayed = trained(model(encoder, DataType.DOUBLE), 0, 1, 1);
        // Weights and biases of encoder-1 and the posterior, then those of the decoder.
        int[] sizes = {80, 8, 48, 6, 21, 7, 70, 10};
        boolean[] decays = {true, false, true, false, false, false, false, false};
        int i = 0;
        for (int tensor = 0; tensor < sizes.length; tensor++) {
            for (int end = i + sizes[tensor]; i < end; i++) {
                double expected = plain[i] - (decays[tensor] ? 0.01 * 0.5 * before[i] : 0);
                assertThat(decayed[i]).as("tensor %d", tensor).isCloseTo(expected, within(1e-15));
            }
        }
    }

    /** PyTorch's order: the penalty's gradient is added after clipping, so that it is not clipped itself. */
    @Test
    void addsAPenaltyAfterClipping() {
        MomentumSgd descent = new MomentumSgd(new Constant(1), 0);
        Optimiser optimiser = Optimiser.of(
                new ClippedUpdater(descent, ClipNorm.global(1e-3)), new GroupDecay(ParameterGroup.ALL, Form.L2, 0.1));
        LatentModel model = model(optimiser, DataType.DOUBLE);
        double[] before = Values.of(model.graph().params());
        double[] step = difference(before, trained(model, 0, 1, 1));
        double[] clipped = firstStep(new ClippedUpdater(descent, ClipNorm.global(1e-3)));
        for (int i = 0; i < 80; i++) {
            assertThat(step[i]).isCloseTo(clipped[i] + 0.1 * before[i], within(1e-15));
        }
        assertThat(step[80]).isCloseTo(clipped[80], within(1e-15));
    }

    @Test
    void groupsThatOverlapOrHaveNoMemberAreRefused() {
        assertThatThrownBy(() -> model(
                        Optimiser.of(ADAM, GroupDecay.decoupled(1), new GroupDecay(ParameterGroup.ENCODER, Form.L2, 1)),
                        DataType.FLOAT))
                .hasMessageContaining("found the layer")
                .hasMessageContaining("in the groups all and encoder");
        ParameterGroup prior = new ParameterGroup("prior", List.of("prior-"));
        assertThatThrownBy(() -> model(Optimiser.of(ADAM, new GroupDecay(prior, Form.L2, 1)), DataType.FLOAT))
                .hasMessageContaining("found no layer of the group prior");
        assertThatThrownBy(() -> GroupDecay.decoupled(-1)).hasMessageContaining("found a weight decay of -1.0");
        assertThatThrownBy(() -> new ParameterGroup("none", List.of())).hasMessageContaining("found no prefixes");
    }

    /** Gradients of ranges beyond the first, and of tensors that lie in several. */
    @Test
    void normsOfTensorsOfSeveralRangesAreTheSameBitsForAnyNumberOfThreads() {
        ModelSpec wide = new ModelSpec(
                300,
                List.of(200),
                3,
                List.of(7),
                Nonlinearity.TANH,
                Bottleneck.GAUSSIAN,
                new BernoulliLikelihood(),
                ElboObjective.standard());
        AdamNormGrad updater = new AdamNormGrad(new Constant(0.01), 0.9, 0.999, 1e-8);
        INDArray x = Values.pixels(1, DataType.FLOAT, 1, 300);
        double[][] results = new double[2][];
        for (int workers = 1; workers <= 2; workers++) {
            LatentModel model = LatentModel.create(wide, updater, 2);
            try (TrainingStep step = new TrainingStep(model, workers)) {
                // One example, so that both have the gradient of one worker, and only the update is divided.
                step.apply(x);
            }
            results[workers - 1] = Values.of(model.graph().params());
        }
        assertThat(results[1]).isEqualTo(results[0]);
    }
}
