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

/** Updates of whole networks by this library's updaters: normalisation, clipping, weight decay, workers and files. */
class FusedUpdateTest {

    private static final int FEATURES = 10;
    /** Sizes of weights and biases: encoder-1, the posterior, decoder-1 and the likelihood's parameters. */
    private static final int[] TENSORS = {80, 8, 48, 6, 21, 7, 70, 10};

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

    @ParameterizedTest
    @MethodSource("optimisers")
    void stepsAgreeWithDl4jsFit(Optimiser optimiser) {
        LatentModel stepped = model(optimiser, DataType.DOUBLE);
        ComputationGraph fitted = model(optimiser, DataType.DOUBLE).graph();
        try (TrainingStep step = new TrainingStep(stepped)) {
            for (int i = 0; i < 6; i++) {
                INDArray x = batch(i, DataType.DOUBLE);
                step.apply(x);
                fitted.fit(new DataSet(x, x));
                Values.assertClose("step " + i, Values.of(stepped.graph().params()), Values.of(fitted.params()), 1e-10);
                assertThat(stepped.graph().score()).isCloseTo(fitted.score(), within(1e-10));
            }
        }
        assertThat(trained(model(optimiser, DataType.DOUBLE))).isNotEqualTo(trained(model(new Sgd(1e-9))));
    }

    @ParameterizedTest
    @MethodSource("optimisers")
    void resumedTrainingOfTwoWorkersHasTheBitsOfAnUninterruptedOne(Optimiser optimiser, @TempDir Path folder)
            throws IOException {
        double[] whole = trained(model(optimiser, DataType.FLOAT), 0, 6, 2);
        LatentModel half = model(optimiser, DataType.FLOAT);
        trained(half, 0, 3, 2);
        half.save(folder.resolve("half.zip"));
        assertThat(trained(LatentModel.load(folder.resolve("half.zip")), 3, 6, 2))
                .isEqualTo(whole);
    }

    /** One worker sums in another order than two. */
    @ParameterizedTest
    @MethodSource("optimisers")
    void trainingIsRepeatableAndTwoWorkersAgreeWithOne(Optimiser optimiser) {
        double[] one = trained(model(optimiser, DataType.FLOAT), 0, 6, 1);
        assertThat(trained(model(optimiser, DataType.FLOAT), 0, 6, 1)).isEqualTo(one);
        double[] two = trained(model(optimiser, DataType.FLOAT), 0, 6, 2);
        Values.assertClose("one worker", one, two, 1e-3);
    }

    /**
     * AdamNormGrad divides the gradient of each tensor by its norm, so that after the first step the second moments of
     * a tensor sum to (1 - β₂) · 1 = 0.001.
     */
    @Test
    void normalisesEachTensorByItsOwnNorm() {
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

    /** The step of plain descent with rate 1 is the clipped gradient; the reported norm is that before clipping. */
    @Test
    void clipsTheWholeGradientToItsLargestNorm() {
        double[] unclipped = firstStep(new MomentumSgd(new Constant(1), 0));
        double norm = norm(unclipped);
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
                .containsExactly(
                        Arrays.stream(unclipped).map(v -> v * 0.25 / norm).toArray(), within(1e-12));
    }

    @Test
    void clipsEachValue() {
        double[] unclipped = firstStep(new MomentumSgd(new Constant(1), 0));
        double[] byValue = firstStep(new ClippedUpdater(new MomentumSgd(new Constant(1), 0), new ClipValue(0.01)));
        assertThat(byValue)
                .containsExactly(
                        Arrays.stream(unclipped)
                                .map(v -> Math.max(-0.01, Math.min(0.01, v)))
                                .toArray(),
                        within(1e-14));
    }

    @Test
    void clipsEachTensorToItsLargestNorm() {
        double[] unclipped = firstStep(new MomentumSgd(new Constant(1), 0));
        double[] byTensor =
                firstStep(new ClippedUpdater(new MomentumSgd(new Constant(1), 0), new ClipNorm(0.05, Scope.TENSOR)));
        int from = 0;
        for (int size : TENSORS) {
            double tensor = norm(Arrays.copyOfRange(unclipped, from, from + size));
            double expected = Math.min(tensor, 0.05);
            assertThat(norm(Arrays.copyOfRange(byTensor, from, from + size))).isCloseTo(expected, within(1e-12));
            from += size;
        }
        assertThat(from).isEqualTo(unclipped.length);
    }

    /** The change of the parameters by the first step, negated. */
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
    void optimisersWithoutEffectTrainToTheBitsOfAdam() {
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

    /** The batch size is a power of two, so that the order of the factors does not affect rounding. */
    @Test
    void momentumOfZeroTrainsToTheBitsOfNd4jsSgd() {
        for (DataType type : new DataType[] {DataType.FLOAT, DataType.DOUBLE}) {
            LatentModel momentum = model(Optimiser.of(new MomentumSgd(new Constant(0.1), 0)), type);
            LatentModel nd4j = model(Optimiser.of(new Sgd(0.1)), type);
            assertThat(trained(momentum, 0, 2, 1)).isEqualTo(trained(nd4j, 0, 2, 1));
        }
    }

    /** After one step w with decay - w without decay = -α λ w. */
    @Test
    void decaysTheWeightsOfTheGroupAlone() {
        double[] before = Values.of(model(ADAM).graph().params());
        double[] plain = trained(model(ADAM), 0, 1, 1);
        Optimiser encoder = Optimiser.of(ADAM, new GroupDecay(ParameterGroup.ENCODER, Form.DECOUPLED, 0.5));
        double[] decayed = trained(model(encoder, DataType.DOUBLE), 0, 1, 1);
        // Of the encoder the weights decay, and no biases.
        boolean[] decays = {true, false, true, false, false, false, false, false};
        int i = 0;
        for (int tensor = 0; tensor < TENSORS.length; tensor++) {
            for (int end = i + TENSORS[tensor]; i < end; i++) {
                double expected = plain[i] - (decays[tensor] ? 0.01 * 0.5 * before[i] : 0);
                assertThat(decayed[i]).as("tensor %d", tensor).isCloseTo(expected, within(1e-15));
            }
        }
    }

    /** The order of PyTorch: the gradient of the penalty is not clipped. */
    @Test
    void addsTheGradientOfAPenaltyAfterClipping() {
        MomentumSgd descent = new MomentumSgd(new Constant(1), 0);
        Optimiser optimiser = Optimiser.of(
                new ClippedUpdater(descent, ClipNorm.global(1e-3)), new GroupDecay(ParameterGroup.ALL, Form.L2, 0.1));
        LatentModel model = model(optimiser, DataType.DOUBLE);
        double[] before = Values.of(model.graph().params());
        double[] step = difference(before, trained(model, 0, 1, 1));
        double[] clipped = firstStep(new ClippedUpdater(descent, ClipNorm.global(1e-3)));
        for (int i = 0; i < TENSORS[0]; i++) {
            assertThat(step[i]).as("weight %d", i).isCloseTo(clipped[i] + 0.1 * before[i], within(1e-15));
        }
        assertThat(step[TENSORS[0]]).as("a bias").isCloseTo(clipped[TENSORS[0]], within(1e-15));
    }

    @Test
    void refusesDecaysOfOverlappingGroups() {
        assertThatThrownBy(() -> model(
                        Optimiser.of(ADAM, GroupDecay.decoupled(1), new GroupDecay(ParameterGroup.ENCODER, Form.L2, 1)),
                        DataType.FLOAT))
                .hasMessageContaining("found the layer")
                .hasMessageContaining("in the groups all and encoder");
    }

    @Test
    void refusesADecayOfAGroupWithoutLayers() {
        ParameterGroup prior = new ParameterGroup("prior", List.of("prior-"));
        assertThatThrownBy(() -> model(Optimiser.of(ADAM, new GroupDecay(prior, Form.L2, 1)), DataType.FLOAT))
                .hasMessageContaining("found no layer of the group prior");
    }

    @Test
    void refusesANegativeDecay() {
        assertThatThrownBy(() -> GroupDecay.decoupled(-1)).hasMessageContaining("found a weight decay of -1.0");
    }

    @Test
    void refusesAGroupWithoutPrefixes() {
        assertThatThrownBy(() -> new ParameterGroup("none", List.of())).hasMessageContaining("found no prefixes");
    }

    /** The tensors are larger than a range. */
    @Test
    void normsOfLargeTensorsHaveTheSameBitsForAnyNumberOfThreads() {
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
                // One example, so that one worker computes the gradient, and only the update is shared.
                step.apply(x);
            }
            results[workers - 1] = Values.of(model.graph().params());
        }
        assertThat(results[1]).isEqualTo(results[0]);
    }
}
