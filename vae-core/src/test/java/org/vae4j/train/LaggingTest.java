package org.vae4j.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Sgd;
import org.vae4j.kernel.Nonlinearity;
import org.vae4j.likelihood.BernoulliLikelihood;
import org.vae4j.model.LatentModel;
import org.vae4j.model.spec.Bottleneck;
import org.vae4j.model.spec.ModelSpec;
import org.vae4j.objective.ElboObjective;
import org.vae4j.testing.BatchList;
import org.vae4j.testing.Values;
import org.vae4j.train.checkpoint.Checkpoint;
import org.vae4j.train.lagging.LagProgress;
import org.vae4j.train.lagging.Lagging;
import org.vae4j.train.step.TrainingStep;
import org.vae4j.update.ClipNorm;
import org.vae4j.update.ClippedUpdater;
import org.vae4j.update.GradientRule.Scope;

class LaggingTest {

    private static final INDArray X = Values.pixels(3, DataType.DOUBLE, 6, 5);
    /** Two steps of the encoder before each step of all, in one epoch. */
    private static final Lagging TWO = new Lagging(2, 1);

    private static final List<String> ENCODER = List.of("encoder-1", "posterior");
    private static final List<String> DECODER = List.of("decoder-1", "likelihood-parameters");

    private static LatentModel model(IUpdater updater) {
        ModelSpec spec = new ModelSpec(
                5,
                List.of(7),
                2,
                List.of(4),
                Nonlinearity.TANH,
                Bottleneck.GAUSSIAN,
                new BernoulliLikelihood(),
                ElboObjective.standard());
        return LatentModel.create(spec, updater, 5, DataType.DOUBLE);
    }

    private static LatentModel model() {
        return model(FlushingAdam.withLearningRate(0.01));
    }

    private static double[] parameters(LatentModel model, String layer) {
        return Values.of(model.graph().getLayer(layer).params().reshape(1, -1));
    }

    private static double[] parameters(LatentModel model) {
        return Values.of(model.graph().params().reshape(1, -1));
    }

    /** The first two steps move the encoder alone, by the gradient of a plain step. */
    @Test
    void decoderMovesInEveryThirdStep() {
        LatentModel lagging = model();
        LatentModel plain = model();
        double[] decoder = parameters(lagging, "decoder-1");
        try (TrainingStep step = new TrainingStep(lagging, 1, TWO);
                TrainingStep other = new TrainingStep(plain)) {
            assertThat(step.apply(X)).isEqualTo(other.apply(X));
            for (String layer : ENCODER) {
                assertThat(parameters(lagging, layer)).isEqualTo(parameters(plain, layer));
            }
            double[] encoder = parameters(lagging, "encoder-1");
            step.apply(X);
            assertThat(parameters(lagging, "decoder-1")).isEqualTo(decoder);
            assertThat(parameters(lagging, "encoder-1")).isNotEqualTo(encoder);
            step.apply(X);
            for (String layer : DECODER) {
                assertThat(parameters(lagging, layer)).isNotEqualTo(parameters(model(), layer));
            }
        }
    }

    /**
     * The decoder's first update is step 1 of its Adam although it is step 3 of the training, so each weight moves by
     * the learning rate. With the bias correction of step 3 it would move by 0.64 of that.
     */
    @Test
    void adamCountsTheUpdatesOfALayer() {
        LatentModel model = model();
        double[] before = parameters(model, "decoder-1");
        try (TrainingStep step = new TrainingStep(model, 1, TWO)) {
            for (int i = 0; i < 3; i++) {
                step.apply(X);
            }
        }
        double[] after = parameters(model, "decoder-1");
        for (int i = 0; i < before.length; i++) {
            assertThat(Math.abs(after[i] - before[i])).isCloseTo(0.01, within(1e-5));
        }
    }

    @Test
    void gradientNormIsThatOfTheParametersThatAStepMoves() {
        LatentModel model =
                model(new ClippedUpdater(FlushingAdam.withLearningRate(0.01), new ClipNorm(1e9, Scope.NETWORK)));
        try (TrainingStep step = new TrainingStep(model, 1, new Lagging(1, 1))) {
            step.apply(X);
            double encoderNorm = step.gradientNorm().orElseThrow();
            assertThat(encoderNorm).isCloseTo(norm(model, ENCODER), within(1e-9));
            step.apply(X);
            assertThat(step.gradientNorm().orElseThrow())
                    .isCloseTo(Math.hypot(norm(model, ENCODER), norm(model, DECODER)), within(1e-9));
        }
    }

    private static double norm(LatentModel model, List<String> layers) {
        double square = 0;
        for (String layer : layers) {
            double length = model.graph()
                    .getLayer(layer)
                    .getGradientsViewArray()
                    .norm2Number()
                    .doubleValue();
            square += length * length / X.size(0) / X.size(0);
        }
        return Math.sqrt(square);
    }

    @Test
    void laggingWithoutStepsOrEpochsIsAPlainTraining() {
        for (Lagging none : List.of(new Lagging(0, 3), new Lagging(4, 0), Lagging.NONE)) {
            LatentModel one = model();
            LatentModel other = model();
            try (TrainingStep step = new TrainingStep(one, 1, none);
                    TrainingStep plain = new TrainingStep(other)) {
                step.apply(X);
                plain.apply(X);
            }
            assertThat(parameters(one)).isEqualTo(parameters(other));
        }
    }

    @Test
    void stepsAfterTheEpochsOfLaggingArePlain() {
        LatentModel one = model();
        LatentModel other = model();
        one.graph().incrementEpochCount();
        other.graph().incrementEpochCount();
        try (TrainingStep step = new TrainingStep(one, 1, TWO);
                TrainingStep plain = new TrainingStep(other)) {
            step.apply(X);
            plain.apply(X);
        }
        assertThat(parameters(one)).isEqualTo(parameters(other));
    }

    @Test
    void resumedAndSharedTrainingsTakeTheSameSteps(@TempDir Path folder) throws Exception {
        LatentModel whole = model();
        LatentModel shared = model();
        try (TrainingStep step = new TrainingStep(whole, 1, TWO);
                TrainingStep two = new TrainingStep(shared, 2, TWO)) {
            step.apply(X);
            two.apply(X);
            whole.save(folder.resolve("model.zip"));
            LatentModel resumed = LatentModel.load(folder.resolve("model.zip"));
            try (TrainingStep later = new TrainingStep(resumed, 1, TWO)) {
                for (int i = 0; i < 4; i++) {
                    step.apply(X);
                    two.apply(X);
                    later.apply(X);
                }
            }
            assertThat(parameters(resumed)).isEqualTo(parameters(whole));
            assertThat(parameters(shared)).containsExactly(parameters(whole), within(1e-10));
        }
    }

    /** The state after several steps with the given objectives. */
    private static LagProgress after(LagProgress progress, Lagging lagging, double... objectives) {
        for (double objective : objectives) {
            progress = progress.after(lagging, objective);
        }
        return progress;
    }

    /** The means over windows of two are 5, 3 and 3 again, which is no improvement. */
    @Test
    void rowEndsAfterAWindowThatIsNoBetterThanTheOneBefore() {
        Lagging lagging = new Lagging(100, 4, 2);
        LagProgress found = after(LagProgress.BEGINNING, lagging, 6, 4, 2, 4, 4);
        assertThat(found.rowIsOver()).isFalse();
        assertThat(lagging.movesEncoderAlone(17, 3, found)).isTrue();
        found = after(found, lagging, 2);
        assertThat(found.steps()).isEqualTo(6);
        assertThat(found.rowIsOver()).isTrue();
        assertThat(lagging.movesEncoderAlone(17, 3, found)).isFalse();
        found = after(found, lagging, 9);
        assertThat(found).isEqualTo(LagProgress.BEGINNING);
    }

    @Test
    void rowEndsAfterItsMostStepsEvenIfTheObjectiveImproves() {
        Lagging three = new Lagging(3, 4, 2);
        assertThat(after(LagProgress.BEGINNING, three, 6, 5).rowIsOver()).isFalse();
        assertThat(after(LagProgress.BEGINNING, three, 6, 5, 4).rowIsOver()).isTrue();
    }

    /** An unknown information, NaN, does not end the phase. */
    @Test
    void extraStepsEndAfterTheFirstEpochWithoutMoreInformation() {
        Lagging lagging = new Lagging(3, 9, 2);
        LagProgress grown =
                LagProgress.BEGINNING.afterEpoch(0.4).afterEpoch(Double.NaN).afterEpoch(0.9);
        assertThat(grown.isOver()).isFalse();
        assertThat(grown.informationNats()).isEqualTo(0.9);
        LagProgress ended = grown.afterEpoch(0.8);
        assertThat(ended.isOver()).isTrue();
        assertThat(lagging.movesEncoderAlone(0, 3, grown)).isTrue();
        assertThat(lagging.movesEncoderAlone(0, 3, ended)).isFalse();
        assertThat(lagging.movesEncoderAlone(0, 9, grown)).isFalse();
        assertThat(ended.afterEpoch(5).isOver()).isTrue();
        assertThat(ended.after(lagging, 2).isOver()).isTrue();
    }

    /** Trains from a batch of the first epoch on. */
    private static void trained(Trainer trainer, LatentModel model, StartingPoint from, int batch) {
        BatchList data = new BatchList(List.of(X, X.mul(0.5), X.rsub(1)));
        for (int i = 0; i < batch; i++) {
            data.next();
        }
        trainer.fit(model, data, from);
    }

    @Test
    void trainingResumedWithinARowHasTheBitsOfAnUninterruptedOne(@TempDir Path folder) throws Exception {
        TrainConfig config = TrainConfig.epochs(5).withLagging(new Lagging(5, 4, 2), LaggingTest::information);
        List<LagProgress> whole = new ArrayList<>();
        LatentModel uninterrupted = model();
        trained(new Trainer(config, List.of(keeping(whole))), uninterrupted, StartingPoint.BEGINNING, 0);
        assertThat(whole).anyMatch(LagProgress::rowIsOver).anyMatch(lag -> lag.steps() == 2);
        assertThat(whole.get(14).isOver())
                .as("the information fell after the third epoch")
                .isTrue();
        for (int stop : new int[] {2, 4, 6, 10}) {
            LatentModel stopped = model();
            List<LagProgress> first = new ArrayList<>();
            Path file = folder.resolve("stopped-" + stop + ".zip");
            Callback saves = new Callback() {
                @Override
                public void onStep(LatentModel model, StepReport report) {
                    if (report.progress().iteration() == stop) {
                        StartingPoint at = new StartingPoint(
                                report.progress(), report.epochTerms(), FirstSteps.NONE, report.lag());
                        write(new Checkpoint(model, at, Optional.empty()), file);
                    }
                }
            };
            trained(
                    new Trainer(config, List.of(keeping(first), saves), () -> first.size() >= stop),
                    stopped,
                    StartingPoint.BEGINNING,
                    0);
            Checkpoint read = Checkpoint.read(file);
            List<LagProgress> second = new ArrayList<>();
            trained(
                    new Trainer(config, List.of(keeping(second))),
                    read.model(),
                    read.startingPoint(),
                    read.progress().batch());
            assertThat(second).isEqualTo(whole.subList(stop, 15));
            assertThat(parameters(read.model())).isEqualTo(parameters(uninterrupted));
        }
    }

    private static void write(Checkpoint checkpoint, Path file) {
        try {
            checkpoint.write(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The information after an epoch by its number: it grows once, falls after the third epoch and grows again. */
    private static double information(LatentModel model) {
        return List.of(0.1, 0.3, 0.2, 0.5, 0.6)
                .get(model.graph().getConfiguration().getEpochCount() - 1);
    }

    private static Callback keeping(List<LagProgress> steps) {
        return new Callback() {
            @Override
            public void onStep(LatentModel model, StepReport report) {
                steps.add(report.lag());
            }
        };
    }

    @Test
    void windowThatNeverEndsARowGivesRowsOfOneLength() {
        LatentModel one = model();
        LatentModel other = model();
        try (TrainingStep step = new TrainingStep(one, 1, new Lagging(2, 1, 50));
                TrainingStep plain = new TrainingStep(other, 1, TWO)) {
            for (int i = 0; i < 7; i++) {
                step.apply(X);
                plain.apply(X);
            }
        }
        assertThat(parameters(one)).isEqualTo(parameters(other));
    }

    @Test
    void refusesAnUpdaterThatMovesAllLayersAtOnce() {
        assertThatThrownBy(() -> new TrainingStep(model(new Sgd(0.1)), 1, TWO))
                .hasMessageContaining("in a model that is trained in phases");
    }

    @Test
    void refusesANegativeWindow() {
        assertThatThrownBy(() -> new Lagging(1, 2, -1)).hasMessageContaining("found window = -1");
    }

    @Test
    void refusesANegativeNumberOfSteps() {
        assertThatThrownBy(() -> new Lagging(-1, 2)).hasMessageContaining("found encoderSteps = -1");
    }
}
