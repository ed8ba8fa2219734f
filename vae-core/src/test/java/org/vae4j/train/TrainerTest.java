package org.vae4j.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.NoOp;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.schedule.ExponentialSchedule;
import org.nd4j.linalg.schedule.ScheduleType;
import org.vae4j.kernel.Nonlinearity;
import org.vae4j.likelihood.BernoulliLikelihood;
import org.vae4j.likelihood.GaussianLikelihood;
import org.vae4j.likelihood.Likelihood;
import org.vae4j.model.LatentModel;
import org.vae4j.model.spec.Bottleneck;
import org.vae4j.model.spec.ModelSpec;
import org.vae4j.objective.ElboObjective;
import org.vae4j.objective.ElboTerms;
import org.vae4j.testing.BatchList;
import org.vae4j.testing.Values;

class TrainerTest {

    private static final int FEATURES = 6;
    /** Two full batches and a short one. */
    private static final int[] SIZES = {8, 8, 3};

    static LatentModel model(Likelihood likelihood, IUpdater updater) {
        return LatentModel.create(
                new ModelSpec(
                        FEATURES,
                        List.of(5),
                        2,
                        List.of(),
                        Nonlinearity.RELU,
                        Bottleneck.GAUSSIAN,
                        likelihood,
                        ElboObjective.standard()),
                updater,
                1);
    }

    private static LatentModel model() {
        return model(
                new BernoulliLikelihood(),
                new FlushingAdam(new ExponentialSchedule(ScheduleType.EPOCH, 0.02, 0.5), 0.9, 0.999, 1e-8));
    }

    static BatchList data() {
        List<INDArray> batches = new ArrayList<>();
        for (int i = 0; i < SIZES.length; i++) {
            batches.add(Values.pixels(i, DataType.FLOAT, SIZES[i], FEATURES));
        }
        return new BatchList(batches);
    }

    /** Records the calls that it receives. */
    private static final class Log implements Callback {
        private final String name;
        private final List<String> lines;
        private final List<StepReport> steps = new ArrayList<>();
        private final List<EpochReport> epochs = new ArrayList<>();

        Log(String name, List<String> lines) {
            this.name = name;
            this.lines = lines;
        }

        @Override
        public void onStart(LatentModel model, Progress from) {
            lines.add(name + " start " + from.iteration());
        }

        @Override
        public void onStep(LatentModel model, StepReport report) {
            lines.add(name + " step " + report.progress().iteration());
            steps.add(report);
        }

        @Override
        public void onEpochEnd(LatentModel model, EpochReport report) {
            lines.add(name + " epoch " + report.progress().epoch());
            epochs.add(report);
        }

        @Override
        public void onEnd(LatentModel model, TrainResult result) {
            lines.add(name + " end " + result.completed());
        }

        @Override
        public void onFailure(LatentModel model, Progress progress, Throwable failure) {
            lines.add(name + " failure at " + progress.iteration());
        }
    }

    @Test
    void callbacksAreCalledInOrder() {
        List<String> lines = new ArrayList<>();
        new Trainer(TrainConfig.epochs(2), List.of(new Log("a", lines), new Log("b", lines))).fit(model(), data());
        assertThat(lines)
                .containsExactly(
                        "a start 0",
                        "b start 0",
                        "a step 1",
                        "b step 1",
                        "a step 2",
                        "b step 2",
                        "a step 3",
                        "b step 3",
                        "a epoch 1",
                        "b epoch 1",
                        "a step 4",
                        "b step 4",
                        "a step 5",
                        "b step 5",
                        "a step 6",
                        "b step 6",
                        "a epoch 2",
                        "b epoch 2",
                        "a end true",
                        "b end true");
    }

    @Test
    void resultAndReportsOfTwoEpochs() {
        Log log = new Log("a", new ArrayList<>());
        BatchList data = data();
        TrainResult result = new Trainer(TrainConfig.epochs(2), List.of(log)).fit(model(), data);
        assertThat(result.completed()).isTrue();
        assertThat(result.progress()).isEqualTo(new Progress(6, 2, 0));
        assertThat(result.lastEpoch()).isEqualTo(log.epochs.get(1).terms());
        assertThat(data.resets()).isEqualTo(2);
        assertThat(log.steps.stream().map(StepReport::progress))
                .containsExactly(
                        new Progress(1, 0, 1),
                        new Progress(2, 0, 2),
                        new Progress(3, 0, 3),
                        new Progress(4, 1, 1),
                        new Progress(5, 1, 2),
                        new Progress(6, 1, 3));
        assertThat(log.epochs.stream().map(EpochReport::progress))
                .containsExactly(new Progress(3, 1, 0), new Progress(6, 2, 0));
        assertThat(log.epochs.get(0).learningRate()).isEqualTo(0.02);
        assertThat(log.epochs.get(1).learningRate()).isEqualTo(0.01);
        assertThat(log.epochs.get(0).seconds()).isPositive();
    }

    /** The short last batch counts for its three examples, not for a third of the epoch. */
    @Test
    void epochTermsAreMeansOverTheExamples() {
        Log log = new Log("", new ArrayList<>());
        new Trainer(TrainConfig.epochs(2), List.of(log)).fit(model(), data());
        for (int epoch = 0; epoch < 2; epoch++) {
            double reconstruction = 0;
            double kl = 0;
            ElboTerms sum = ElboTerms.NONE;
            for (int batch = 0; batch < 3; batch++) {
                StepReport step = log.steps.get(3 * epoch + batch);
                reconstruction += SIZES[batch] * step.terms().reconstructionNats() / 19;
                kl += SIZES[batch] * step.terms().klNats() / 19;
                sum = sum.plus(step.terms());
                assertThat(step.epochTerms()).isEqualTo(sum);
            }
            ElboTerms terms = log.epochs.get(epoch).terms();
            assertThat(terms.examples()).isEqualTo(19);
            assertThat(terms.reconstructionNats()).isCloseTo(reconstruction, within(1e-12));
            assertThat(terms.klNats()).isCloseTo(kl, within(1e-12));
        }
    }

    @Test
    void trainingReducesTheNegativeElbo() {
        Log log = new Log("", new ArrayList<>());
        new Trainer(TrainConfig.epochs(30), List.of(log))
                .fit(model(new GaussianLikelihood(0.2), FlushingAdam.withLearningRate(0.01)), data());
        assertThat(log.epochs.get(29).terms().negElboNats())
                .isLessThan(0.5 * log.epochs.get(0).terms().negElboNats());
    }

    @ParameterizedTest
    @CsvSource({"0, 0, 0", "1, 0, 1", "3, 1, 0", "4, 1, 1"})
    void stopsAfterTheStepInWhichAStopIsRequested(int steps, int epoch, int batch) {
        List<String> lines = new ArrayList<>();
        Log log = new Log("a", lines);
        Trainer trainer = new Trainer(TrainConfig.epochs(2), List.of(log), () -> log.steps.size() >= steps);
        TrainResult result = trainer.fit(model(), data());
        assertThat(result.completed()).isFalse();
        assertThat(result.progress()).isEqualTo(new Progress(steps, epoch, batch));
        assertThat(lines).endsWith("a end false");
        assertThat(log.steps).hasSize(steps);
    }

    @Test
    void stopRequestedAfterTheLastStepLeavesTheTrainingComplete() {
        Log log = new Log("a", new ArrayList<>());
        TrainResult result =
                new Trainer(TrainConfig.epochs(1), List.of(log), () -> log.steps.size() >= 3).fit(model(), data());
        assertThat(result.completed()).isTrue();
        assertThat(result.lastEpoch().examples()).isEqualTo(19);
    }

    @Test
    void learningRateOfAnUpdaterWithoutOneIsNaN() {
        Log log = new Log("", new ArrayList<>());
        new Trainer(TrainConfig.epochs(1), List.of(log)).fit(model(new BernoulliLikelihood(), new NoOp()), data());
        assertThat(log.epochs.get(0).learningRate()).isNaN();
    }

    @Test
    void objectiveThatIsNaNEndsTheTraining() {
        List<String> lines = new ArrayList<>();
        Trainer trainer = new Trainer(TrainConfig.epochs(2), List.of(new Log("a", lines)));
        LatentModel broken = model();
        broken.graph().params().assign(Double.NaN);
        assertThatThrownBy(() -> trainer.fit(broken, data()))
                .isInstanceOf(DivergedException.class)
                .hasMessageContaining("found an objective of NaN at iteration 1, in epoch 1")
                .hasMessageContaining("lower the learning rate");
        assertThat(lines).containsExactly("a start 0", "a failure at 1");
    }

    @Test
    void refusesDataThatAreNaN() {
        BatchList data = new BatchList(List.of(
                Values.pixels(1, DataType.FLOAT, 3, FEATURES),
                Values.pixels(1, DataType.FLOAT, 3, FEATURES).assign(Double.NaN)));
        Trainer trainer = new Trainer(TrainConfig.epochs(2), List.of());
        assertThatThrownBy(() -> trainer.fit(model(), data))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("found values from NaN to NaN in the data, expected finite numbers");
    }

    @Test
    void guardAllowsTenTimesTheScaleOfTheFirstSteps() {
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.GERMANY);
            DivergenceGuard guard = new DivergenceGuard(10, FirstSteps.NONE);
            for (int i = 0; i < 10; i++) {
                guard.check(new ElboTerms(1, 0, 0, 2.5), new Progress(i + 1, 0, i + 1), 3);
            }
            guard.check(new ElboTerms(1, 0, 0, 34.9), new Progress(11, 0, 11), 3);
            assertThatThrownBy(() -> guard.check(new ElboTerms(1, 0, 0, 35.25), new Progress(12, 3, 12), 3))
                    .isInstanceOf(DivergedException.class)
                    .hasMessage("found an objective of 35.25 nats at iteration 12, in epoch 4, expected less than 35.00"
                            + " (10.0 times the scale of the first steps): lower the learning rate");
        } finally {
            Locale.setDefault(before);
        }
    }

    /** The first steps of a resumed training are those before the checkpoint. */
    @Test
    void guardComparesWithTheFirstStepsOfTheWholeTraining() {
        FirstSteps steps = FirstSteps.NONE;
        for (int i = 0; i < 15; i++) {
            steps = steps.plus(i < 10 ? 2.5 : 0);
        }
        assertThat(steps).isEqualTo(new FirstSteps(25, 10));
        DivergenceGuard guard = new DivergenceGuard(10, steps);
        guard.check(new ElboTerms(1, 0, 0, 34.9), new Progress(11, 0, 11), 3);
        assertThatThrownBy(() -> guard.check(new ElboTerms(1, 0, 0, 35.25), new Progress(12, 3, 12), 3))
                .isInstanceOf(DivergedException.class);
    }

    @Test
    void objectiveThatGrowsWithoutBoundEndsTheTraining() {
        LatentModel model = model(new GaussianLikelihood(0.05), new Sgd(0.05));
        BatchList data = new BatchList(List.of(Values.pixels(1, DataType.FLOAT, 8, FEATURES)));
        assertThatThrownBy(() -> new Trainer(TrainConfig.epochs(500), List.of()).fit(model, data))
                .isInstanceOf(DivergedException.class)
                .hasMessageContaining("lower the learning rate");
    }

    /** Negative log-densities of continuous data may become negative as the model improves. */
    @Test
    void guardAllowsObjectivesThatFallBelowZero() {
        DivergenceGuard guard = new DivergenceGuard(10, FirstSteps.NONE);
        for (int i = 0; i < 40; i++) {
            guard.check(new ElboTerms(1, 0, 0, 20 - 50.0 * i), new Progress(i + 1, 0, i + 1), 3);
        }
    }

    /** A mean near zero over the first steps is no scale; the number of features bounds it from below. */
    @Test
    void guardScalesByTheFeaturesWhereTheFirstStepsAreNearZero() {
        DivergenceGuard guard = guardAfterFirstSteps(0.01, 784);
        guard.check(new ElboTerms(1, 0, 0, 500), new Progress(11, 0, 11), 784);
        assertThatThrownBy(() -> guard.check(new ElboTerms(1, 0, 0, 7841), new Progress(12, 0, 12), 784))
                .isInstanceOf(DivergedException.class);
    }

    @Test
    void guardRefusesADensityThatGrowsWithoutBound() {
        DivergenceGuard guard = guardAfterFirstSteps(700, 784);
        guard.check(new ElboTerms(1, 0, 0, -7839), new Progress(11, 0, 11), 784);
        assertThatThrownBy(() -> guard.check(new ElboTerms(1, 0, 0, -7841), new Progress(12, 0, 12), 784))
                .isInstanceOf(DivergedException.class)
                .hasMessage(
                        "found an objective of -7841 nats at iteration 12, in epoch 1, expected more than -7840 (10.0"
                                + " times the scale of the first steps): the density grows without bound; fix the likelihood's"
                                + " sigma or give it a floor, and look for features that are constant or nearly so");
    }

    /** A lower learning rate alone does not help where σ shrinks on constant pixels until an error explodes. */
    @Test
    void messageForADensityAdvisesAFloorOfSigma() {
        DivergenceGuard guard = guardAfterFirstSteps(700, 784);
        guard.check(new ElboTerms(1, 0, 0, -900), new Progress(11, 0, 11), 784);
        assertThatThrownBy(() -> guard.check(new ElboTerms(1, 0, 0, 1e9), new Progress(12, 0, 12), 784))
                .isInstanceOf(DivergedException.class)
                .hasMessageContaining("lower the learning rate or, if some features are constant")
                .hasMessageContaining("a floor");
    }

    private static DivergenceGuard guardAfterFirstSteps(double mean, int features) {
        DivergenceGuard guard = new DivergenceGuard(10, FirstSteps.NONE);
        for (int i = 0; i < 10; i++) {
            guard.check(new ElboTerms(1, 0, 0, mean), new Progress(i + 1, 0, i + 1), features);
        }
        return guard;
    }

    /** Early stopping, for example, decides in {@code onEpochEnd}. */
    @Test
    void stopsAfterAnEpochWhoseCallbackRequestsIt() {
        AtomicBoolean stop = new AtomicBoolean();
        Callback asks = new Callback() {
            @Override
            public void onEpochEnd(LatentModel model, EpochReport report) {
                stop.set(true);
            }
        };
        Log log = new Log("a", new ArrayList<>());
        LatentModel model = model();
        TrainResult result = new Trainer(TrainConfig.epochs(3), List.of(asks, log), stop::get).fit(model, data());
        assertThat(result.progress()).isEqualTo(new Progress(3, 1, 0));
        assertThat(result.completed()).isFalse();
        assertThat(log.steps).hasSize(3);
        LatentModel one = model();
        new Trainer(TrainConfig.epochs(1), List.of()).fit(one, data());
        assertThat(Values.of(model.graph().params()))
                .isEqualTo(Values.of(one.graph().params()));
    }

    @Test
    void refusesAnEmptyIterator() {
        assertThatThrownBy(() -> new Trainer(TrainConfig.epochs(3), List.of()).fit(model(), new BatchList(List.of())))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("found no batch in epoch 1, expected at least one");
    }

    @Test
    void resetsAnIteratorThatIsAtItsEnd() {
        Log log = new Log("a", new ArrayList<>());
        new Trainer(TrainConfig.epochs(1), List.of(log)).fit(model(), data().at(SIZES.length));
        assertThat(log.steps).hasSize(3);
    }

    @Test
    void everyCallbackIsToldOfAFailureAndTheFirstFailureIsThrown() {
        List<String> lines = new ArrayList<>();
        Callback fails = new Callback() {
            @Override
            public void onStep(LatentModel model, StepReport report) {
                throw new IllegalStateException("disk full");
            }

            @Override
            public void onFailure(LatentModel model, Progress progress, Throwable failure) {
                throw new IllegalStateException("and again");
            }
        };
        assertThatThrownBy(() ->
                        new Trainer(TrainConfig.epochs(1), List.of(fails, new Log("a", lines))).fit(model(), data()))
                .hasMessage("disk full")
                .hasSuppressedException(new IllegalStateException("and again"));
        assertThat(lines).containsExactly("a start 0", "a failure at 1");
    }

    @Test
    void callbackMayRethrowTheFailure() {
        List<String> lines = new ArrayList<>();
        Callback rethrows = new Callback() {
            @Override
            public void onStep(LatentModel model, StepReport report) {
                throw new IllegalStateException("disk full");
            }

            @Override
            public void onFailure(LatentModel model, Progress progress, Throwable failure) {
                throw (IllegalStateException) failure;
            }
        };
        assertThatThrownBy(() ->
                        new Trainer(TrainConfig.epochs(1), List.of(rethrows, new Log("a", lines))).fit(model(), data()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("disk full")
                .hasNoSuppressedExceptions();
        assertThat(lines).containsExactly("a start 0", "a failure at 1");
    }

    @ParameterizedTest
    @CsvSource({
        "0, 10, epochs = 0",
        "-1, 10, epochs = -1",
        "1, 1, divergenceFactor = 1.0",
        "1, NaN, divergenceFactor = NaN"
    })
    void refusesAConfigurationOutsideItsRanges(int epochs, double factor, String found) {
        assertThatThrownBy(() -> new TrainConfig(epochs, factor))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("found " + found);
    }
}
