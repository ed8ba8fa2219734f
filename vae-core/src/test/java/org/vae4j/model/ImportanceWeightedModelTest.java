package org.vae4j.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.vae4j.kernel.Nonlinearity;
import org.vae4j.likelihood.BernoulliLikelihood;
import org.vae4j.likelihood.Likelihood;
import org.vae4j.likelihood.OptimalGaussianLikelihood;
import org.vae4j.model.spec.Bottleneck;
import org.vae4j.model.spec.ModelSpec;
import org.vae4j.objective.ElboTerms;
import org.vae4j.objective.ImportanceWeightedObjective;
import org.vae4j.objective.LinearWarmup;
import org.vae4j.testing.GradientCheck;
import org.vae4j.testing.Values;
import org.vae4j.train.FlushingAdam;
import org.vae4j.train.step.TrainingStep;

/** Whole models with the importance-weighted bound as their objective. */
class ImportanceWeightedModelTest {

    private static final int DRAWS = 3;
    private static final int EXAMPLES = 4;
    private static final INDArray X = Values.pixels(1, DataType.DOUBLE, EXAMPLES, 5);

    private static ModelSpec spec(Bottleneck bottleneck, Likelihood likelihood, boolean dreg) {
        return new ModelSpec(
                5,
                List.of(4),
                2,
                List.of(3),
                Nonlinearity.TANH,
                bottleneck,
                likelihood,
                new ImportanceWeightedObjective(dreg ? new LinearWarmup(1.5, 2) : null, dreg),
                DRAWS);
    }

    private static LatentModel model(ImportanceWeightedObjective objective, DataType type) {
        ModelSpec spec = new ModelSpec(
                5,
                List.of(4),
                2,
                List.of(3),
                Nonlinearity.TANH,
                Bottleneck.GAUSSIAN,
                new BernoulliLikelihood(),
                objective,
                DRAWS);
        LatentModel model = LatentModel.create(spec, FlushingAdam.withLearningRate(1e-2), 7, type);
        // Larger parameters, so that the weights of an example's draws differ.
        model.graph().params().muli(2);
        return model;
    }

    @Test
    void gradientsMatchFiniteDifferences() {
        LatentModel model = model(ImportanceWeightedObjective.standard(), DataType.DOUBLE);
        model.elbo(X, 1);
        assertThat(Arrays.stream(model.lastBatch().rowWeights()).max().orElseThrow())
                .isGreaterThan(0.45);
        GradientCheck.assertGradients(model.graph(), X, X);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void compiledGradientHasTheBitsOfDl4js(boolean dreg) {
        ImportanceWeightedObjective objective = new ImportanceWeightedObjective(new LinearWarmup(1.5, 2), dreg);
        for (DataType type : List.of(DataType.DOUBLE, DataType.FLOAT)) {
            LatentModel compiled = model(objective, type);
            LatentModel plain = model(objective, type);
            INDArray x = X.castTo(type);
            TrainingStep step = new TrainingStep(compiled);
            for (int i = 0; i < 3; i++) {
                ElboTerms terms = compiled.compiled().gradient(x);
                double[] compiledGradient = Values.of(compiled.graph().getFlattenedGradients());
                double[] expected = GradientCheck.gradient(plain.graph(), x, x);
                for (int j = 0; j < compiledGradient.length; j++) {
                    // Exact, since the number of examples is a power of two.
                    assertThat(compiledGradient[j] / EXAMPLES)
                            .as("parameter %d", j)
                            .isEqualTo(expected[j]);
                }
                assertThat(terms.objectiveNats()).isEqualTo(plain.graph().score());
                step.apply(x);
                plain.graph().setParams(compiled.graph().params());
                plain.graph().getConfiguration().setIterationCount(i + 1);
            }
        }
    }

    /** Compared to the rounding of Adam's scale, as in {@code TrainingStepTest}. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void stepsAgreeWithDl4jsFit(boolean dreg) {
        ImportanceWeightedObjective objective = new ImportanceWeightedObjective(null, dreg);
        LatentModel compiled = model(objective, DataType.FLOAT);
        ComputationGraph fitted = model(objective, DataType.FLOAT).graph();
        TrainingStep step = new TrainingStep(compiled);
        for (int i = 0; i < 5; i++) {
            INDArray x = Values.pixels(i, DataType.FLOAT, EXAMPLES + i % 2, 5);
            step.apply(x);
            fitted.fit(new DataSet(x, x));
            Values.assertClose("step " + i, Values.of(compiled.graph().params()), Values.of(fitted.params()), 5e-6);
        }
    }

    /** The encoder's parameters come first in the gradient. */
    @Test
    void doublyReparameterisedGradientDiffersInTheEncoderOnly() {
        LatentModel plain = model(ImportanceWeightedObjective.standard(), DataType.DOUBLE);
        LatentModel dreg = model(ImportanceWeightedObjective.dreg(), DataType.DOUBLE);
        assertThat(dreg.compiled().gradient(X)).isEqualTo(plain.compiled().gradient(X));
        double[] plainGradient = Values.of(plain.graph().getFlattenedGradients());
        double[] dregGradient = Values.of(dreg.graph().getFlattenedGradients());
        int encoder = encoderSize(plain);
        int all = plainGradient.length;
        assertThat(Arrays.copyOfRange(dregGradient, encoder, all))
                .isEqualTo(Arrays.copyOfRange(plainGradient, encoder, all));
        for (int i = 0; i < encoder; i++) {
            assertThat(dregGradient[i]).as("parameter %d", i).isNotEqualTo(plainGradient[i]);
        }
    }

    private static int encoderSize(LatentModel model) {
        return Math.toIntExact(model.graph().getLayer("encoder-1").numParams()
                + model.graph().getLayer("posterior").numParams());
    }

    /**
     * Compares the mean gradients over 10,000 draws of the noise. Of 44 differences none may exceed six standard
     * errors, which are estimated from 40 batches: chance does so once in 50,000 tests. The largest gradient must
     * exceed 20 standard errors, so that gradients are compared and not noise.
     */
    @Test
    void bothGradientsHaveTheSameMean() {
        LatentModel plain = model(ImportanceWeightedObjective.standard(), DataType.DOUBLE);
        LatentModel dreg = model(ImportanceWeightedObjective.dreg(), DataType.DOUBLE);
        int encoder = encoderSize(plain);
        double[][] first = moments(plain, encoder, 0);
        double[][] second = moments(dreg, encoder, 1_000_000);
        double largest = 0;
        for (int i = 0; i < encoder; i++) {
            double error = Math.sqrt(first[1][i] + second[1][i]);
            assertThat(Math.abs(first[0][i] - second[0][i]))
                    .as("parameter " + i)
                    .isLessThan(6 * error);
            largest = Math.max(largest, Math.abs(first[0][i]) / error);
        }
        assertThat(largest).isGreaterThan(20);
    }

    /** The mean and the squared standard error of the first {@code count} derivatives, over draws of the noise. */
    private static double[][] moments(LatentModel model, int count, int firstIteration) {
        int repeats = 40;
        INDArray copies = Nd4j.tile(X, 250, 1).dup('f');
        double[] sum = new double[count];
        double[] squares = new double[count];
        for (int n = 0; n < repeats; n++) {
            model.graph().getConfiguration().setIterationCount(firstIteration + n);
            model.compiled().gradient(copies);
            double[] gradient = Values.of(model.graph().getFlattenedGradients());
            for (int i = 0; i < count; i++) {
                sum[i] += gradient[i];
                squares[i] += gradient[i] * gradient[i];
            }
        }
        double[] mean = new double[count];
        double[] error = new double[count];
        for (int i = 0; i < count; i++) {
            mean[i] = sum[i] / repeats;
            error[i] = (squares[i] / repeats - mean[i] * mean[i]) / (repeats - 1);
        }
        return new double[][] {mean, error};
    }

    @Test
    void scoresOfExamplesAverageToTheScore() {
        LatentModel model = model(ImportanceWeightedObjective.standard(), DataType.DOUBLE);
        DataSet data = new DataSet(X, X);
        double[] each = Values.of(model.graph().scoreExamples(data, false));
        assertThat(each).hasSize(EXAMPLES);
        assertThat(Arrays.stream(each).average().orElseThrow())
                .isCloseTo(model.graph().score(data), within(1e-12));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void loadedModelEqualsTheSavedOne(boolean dreg, @TempDir Path folder) throws IOException {
        LatentModel model = model(new ImportanceWeightedObjective(null, dreg), DataType.DOUBLE);
        INDArray z = Values.normal(5, DataType.DOUBLE, 7, 2, 1);
        double[] decoded = Values.of(model.decode(z));
        model.save(folder.resolve("model.zip"));
        LatentModel loaded = LatentModel.load(folder.resolve("model.zip"));
        assertThat(Values.of(loaded.decode(z))).isEqualTo(decoded);
        assertThat(Values.of(loaded.decoder().decode(z))).isEqualTo(decoded);
        assertThat(loaded.elbo(X, 3)).isEqualTo(model.elbo(X, 3));
        assertThat(loaded.compiled().gradient(X)).isEqualTo(model.compiled().gradient(X));
        assertThat(loaded.graph().getFlattenedGradients())
                .isEqualTo(model.graph().getFlattenedGradients());
        assertThat(model.graph().clone().score(new DataSet(X, X)))
                .isEqualTo(model.graph().score(new DataSet(X, X)));
    }

    @Test
    void refusesALikelihoodThatDependsOnTheBatch() {
        assertThatThrownBy(() -> spec(Bottleneck.GAUSSIAN, new OptimalGaussianLikelihood(), true))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("gaussian_optimal");
    }

    @Test
    void refusesADeterministicBottleneck() {
        ModelSpec variational = spec(Bottleneck.GAUSSIAN, new BernoulliLikelihood(), true);
        assertThatThrownBy(() -> new ModelSpec(
                        5,
                        List.of(),
                        2,
                        List.of(),
                        Nonlinearity.TANH,
                        Bottleneck.DETERMINISTIC,
                        new BernoulliLikelihood(),
                        variational.objective()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("nothing to weigh");
    }
}
