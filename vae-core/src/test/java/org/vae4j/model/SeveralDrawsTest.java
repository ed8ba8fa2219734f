package org.vae4j.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.vae4j.kernel.Nonlinearity;
import org.vae4j.layers.RepeatLayer;
import org.vae4j.likelihood.BernoulliLikelihood;
import org.vae4j.model.spec.Bottleneck;
import org.vae4j.model.spec.ModelSpec;
import org.vae4j.objective.ElboObjective;
import org.vae4j.objective.ElboTerms;
import org.vae4j.objective.LatentBatch;
import org.vae4j.testing.GradientCheck;
import org.vae4j.testing.Values;
import org.vae4j.train.FlushingAdam;
import org.vae4j.train.step.TrainingStep;

/** Models that draw several latents per example, over which the loss is a mean. */
class SeveralDrawsTest {

    private static final int DRAWS = 3;
    private static final int EXAMPLES = 4;
    private static final INDArray X = Values.pixels(1, DataType.DOUBLE, EXAMPLES, 5);

    private static LatentModel model(int draws, DataType type) {
        ModelSpec spec = new ModelSpec(
                5,
                List.of(4),
                2,
                List.of(3),
                Nonlinearity.TANH,
                Bottleneck.GAUSSIAN,
                new BernoulliLikelihood(),
                ElboObjective.standard(),
                draws);
        return LatentModel.create(spec, FlushingAdam.withLearningRate(1e-2), 7, type);
    }

    @Test
    void gradientsMatchFiniteDifferences() {
        GradientCheck.assertGradients(model(DRAWS, DataType.DOUBLE).graph(), X, X);
    }

    @Test
    void compiledGradientHasTheBitsOfDl4js() {
        for (DataType type : List.of(DataType.DOUBLE, DataType.FLOAT)) {
            LatentModel compiled = model(DRAWS, type);
            LatentModel plain = model(DRAWS, type);
            INDArray x = X.castTo(type);
            TrainingStep step = new TrainingStep(compiled);
            for (int i = 0; i < 3; i++) {
                compiled.compiled().gradient(x);
                double[] compiledGradient = Values.of(compiled.graph().getFlattenedGradients());
                double[] expected = GradientCheck.gradient(plain.graph(), x, x);
                for (int j = 0; j < compiledGradient.length; j++) {
                    // Exact, since the number of examples is a power of two.
                    assertThat(compiledGradient[j] / EXAMPLES)
                            .as("parameter %d", j)
                            .isEqualTo(expected[j]);
                }
                step.apply(x);
                plain.graph().setParams(compiled.graph().params());
                plain.graph().getConfiguration().setIterationCount(i + 1);
            }
        }
    }

    @Test
    void termsAreMeansOverExamplesAndDraws() {
        LatentModel model = model(DRAWS, DataType.DOUBLE);
        ElboTerms terms = model.elbo(X, 3);
        LatentBatch batch = model.lastBatch();
        assertThat(batch.rows()).isEqualTo(DRAWS * EXAMPLES);
        assertThat(batch.draws()).isEqualTo(DRAWS);
        assertThat(terms.examples()).isEqualTo(EXAMPLES);
        assertThat(terms.reconstructionNats())
                .isCloseTo(Arrays.stream(batch.negLogLikelihood()).average().orElseThrow(), within(1e-12));
        // The draws of an example differ, but they share its closed-form KL.
        assertThat(batch.negLogLikelihood()[0]).isNotEqualTo(batch.negLogLikelihood()[EXAMPLES]);
        assertThat(batch.kl()[0]).isEqualTo(batch.kl()[EXAMPLES]);
        assertThat(terms.klNats())
                .isCloseTo(model(1, DataType.DOUBLE).elbo(X, 3).klNats(), within(1e-12));
    }

    @Test
    void scoresOfExamplesAverageToTheScore() {
        LatentModel model = model(DRAWS, DataType.DOUBLE);
        DataSet data = new DataSet(X, X);
        double[] each = Values.of(model.graph().scoreExamples(data, false));
        assertThat(each).hasSize(EXAMPLES);
        assertThat(Arrays.stream(each).average().orElseThrow())
                .isCloseTo(model.graph().score(data), within(1e-12));
    }

    @Test
    void loadedModelEqualsTheSavedOne(@TempDir Path folder) throws IOException {
        LatentModel model = model(DRAWS, DataType.DOUBLE);
        INDArray z = Values.normal(5, DataType.DOUBLE, 7, 2, 1);
        double[] decoded = Values.of(model.decode(z));
        model.save(folder.resolve("model.zip"));
        LatentModel loaded = LatentModel.load(folder.resolve("model.zip"));
        assertThat(Values.of(loaded.decode(z))).isEqualTo(decoded);
        assertThat(Values.of(loaded.decoder().decode(z))).isEqualTo(decoded);
        assertThat(loaded.elbo(X, 3)).isEqualTo(model.elbo(X, 3));
    }

    @Test
    void refusesARepeatLayerWithoutCopies() {
        assertThatThrownBy(() -> new RepeatLayer(0)).hasMessageContaining("copies = 0");
    }

    @Test
    void refusesAModelWithoutDraws() {
        assertThatThrownBy(() -> model(0, DataType.DOUBLE)).hasMessageContaining("draws = 0");
    }
}
