package org.vae4j.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.List;
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
import org.vae4j.testing.Values;
import org.vae4j.train.step.Lagging;
import org.vae4j.train.step.TrainingStep;
import org.vae4j.update.ClipNorm;
import org.vae4j.update.ClippedUpdater;
import org.vae4j.update.GradientRule.Scope;

class LaggingTest {

    private static final INDArray X = Values.pixels(3, DataType.DOUBLE, 6, 5);
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

    /** Two steps of the encoder, with the plain step's gradient, and then one of all. */
    @Test
    void theDecoderMovesInEveryThirdStep() {
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
     * The decoder's first update is the first step of its Adam, however long the training was: each weight moves by the
     * learning rate. By the number of the step it would be 0.64 of that.
     */
    @Test
    void adamCountsALayersOwnUpdates() {
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

    /** The norm that is reported is that of the parameters that a step moves. */
    @Test
    void theNormIsThatOfTheStep() {
        LatentModel model =
                model(new ClippedUpdater(FlushingAdam.withLearningRate(0.01), new ClipNorm(1e9, Scope.NETWORK)));
        try (TrainingStep step = new TrainingStep(model, 1, new Lagging(1, 1))) {
            step.apply(X);
            double ofEncoder = step.gradientNorm().orElseThrow();
            assertThat(ofEncoder).isCloseTo(norm(model, ENCODER), within(1e-9));
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
    void behindItsEpochsAndWithoutStepsItIsThePlainTrainingToTheBit() {
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
    void resumedItTakesTheSameStepsAndWorkersShareThem(@TempDir Path folder) throws Exception {
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

    @Test
    void anUpdaterThatMovesOnlyAllIsRefused() {
        assertThatThrownBy(() -> new TrainingStep(model(new Sgd(0.1)), 1, TWO))
                .hasMessageContaining("in a model that is trained in phases");
        assertThatThrownBy(() -> new Lagging(-1, 2)).hasMessageContaining("found encoderSteps = -1");
    }
}
