package org.vae4j.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.vae4j.eval.annealed.AnnealedImportanceSampling;
import org.vae4j.eval.annealed.AnnealedImportanceSampling.Settings;
import org.vae4j.eval.annealed.AnnealedImportanceSampling.Start;
import org.vae4j.eval.importance.ImportanceSampling;
import org.vae4j.kernel.Nonlinearity;
import org.vae4j.likelihood.BernoulliLikelihood;
import org.vae4j.model.LatentModel;
import org.vae4j.model.spec.Bottleneck;
import org.vae4j.model.spec.ModelSpec;
import org.vae4j.objective.ElboObjective;
import org.vae4j.testing.Values;
import org.vae4j.train.FlushingAdam;

/**
 * Estimates of p(x) against a sum over four states. A decoder that sees only the signs of two latents is a mixture of
 * four states of probability ¼ each, and three binary features have eight values.
 */
class EnumerationTest {

    private static final int FEATURES = 3;
    private static final INDArray ALL = Values.array(DataType.FLOAT, 8, FEATURES, i -> (i % 8 >> i / 8) & 1);

    private static LatentModel model() {
        ModelSpec spec = new ModelSpec(
                FEATURES,
                List.of(),
                2,
                List.of(2),
                Nonlinearity.SIGMOID,
                Bottleneck.GAUSSIAN,
                new BernoulliLikelihood(),
                ElboObjective.standard());
        LatentModel model = LatentModel.create(spec, FlushingAdam.withLearningRate(1e-3), 5);
        set(model, "posterior", "W", new double[FEATURES][4]);
        set(model, "posterior", "b", new double[][] {{0.5, -0.3, Math.log(1.4), Math.log(1.2)}});
        // Between -1e-6 and 1e-6 the sigmoid is neither 0 nor 1: one draw in a million.
        set(model, "decoder-1", "W", new double[][] {{1e8, 0}, {0, 1e8}});
        set(model, "likelihood-parameters", "W", new double[][] {{2, -1.5, 0.5}, {-3, 1, 1.5}});
        set(model, "likelihood-parameters", "b", new double[][] {{0.4, 0.2, -1}});
        return model;
    }

    private static void set(LatentModel model, String layer, String name, double[][] values) {
        model.graph().getLayer(layer).getParam(name).assign(Nd4j.createFromArray(values));
    }

    /** p(x) of the features whose j-th value is bit j of x. */
    private static double exact(int x) {
        double sum = 0;
        for (int state = 0; state < 4; state++) {
            int a = state & 1;
            int b = state >> 1;
            double[] logits = {0.4 + 2 * a - 3 * b, 0.2 - 1.5 * a + b, -1 + 0.5 * a + 1.5 * b};
            double p = 0.25;
            for (int j = 0; j < FEATURES; j++) {
                double one = 1 / (1 + Math.exp(-logits[j]));
                p *= (x >> j & 1) == 1 ? one : 1 - one;
            }
            sum += p;
        }
        return sum;
    }

    /** Compares the estimates of all eight values, and their sum, with the exact probabilities. */
    private static void assertExact(List<ExampleEstimate> estimates) {
        double total = 0;
        for (int x = 0; x < 8; x++) {
            ExampleEstimate estimate = estimates.get(x);
            assertThat(estimate.samplingErrorNats()).isLessThan(0.02);
            assertThat(estimate.logLikelihoodNats())
                    .isCloseTo(Math.log(exact(x)), within(4 * estimate.samplingErrorNats()));
            total += Math.exp(estimate.logLikelihoodNats());
        }
        assertThat(total).isCloseTo(1, within(0.02));
    }

    @Test
    void importanceSamplingAgreesWithTheSumOverStates() {
        assertExact(new ImportanceSampling(model(), 20_000).perExample(ALL, 1));
    }

    /** The gradient of a step function is zero, so the dynamics pass the step and the acceptance rule decides. */
    @Test
    void annealedImportanceSamplingAgreesWithTheSumOverStates() {
        assertExact(new AnnealedImportanceSampling(model(), new Settings(1500, 20, 3, Start.PRIOR)).perExample(ALL, 1));
    }
}
