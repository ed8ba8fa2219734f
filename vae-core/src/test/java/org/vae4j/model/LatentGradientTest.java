package org.vae4j.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.vae4j.kernel.Nonlinearity;
import org.vae4j.likelihood.BernoulliLikelihood;
import org.vae4j.likelihood.GaussianLikelihood;
import org.vae4j.likelihood.HeteroscedasticGaussianLikelihood;
import org.vae4j.likelihood.LearnedGaussianLikelihood;
import org.vae4j.likelihood.Likelihood;
import org.vae4j.model.spec.Bottleneck;
import org.vae4j.model.spec.ModelSpec;
import org.vae4j.objective.ElboObjective;
import org.vae4j.objective.ImportanceWeightedObjective;
import org.vae4j.objective.Objective;
import org.vae4j.testing.Values;
import org.vae4j.train.FlushingAdam;

/** The gradient of -log p(x|z) with respect to z, which the decoder alone computes. */
class LatentGradientTest {

    private static final int FEATURES = 5;
    private static final int LATENT = 2;
    private static final int EXAMPLES = 3;
    /** Two latents per example. */
    private static final int ROWS = 6;

    private static final double STEP = 1e-5;

    private static ModelSpec spec(List<Integer> decoder, Likelihood likelihood, Objective objective) {
        return new ModelSpec(
                FEATURES,
                List.of(4),
                LATENT,
                decoder,
                Nonlinearity.TANH,
                Bottleneck.GAUSSIAN,
                likelihood,
                objective,
                3);
    }

    static Stream<ModelSpec> models() {
        ElboObjective elbo = ElboObjective.standard();
        return Stream.of(
                spec(List.of(), new BernoulliLikelihood(), elbo),
                spec(List.of(4, 3), new BernoulliLikelihood(), elbo),
                spec(List.of(3), new GaussianLikelihood(0.4), ImportanceWeightedObjective.dreg()),
                spec(List.of(3), new LearnedGaussianLikelihood(), elbo),
                spec(List.of(3), new HeteroscedasticGaussianLikelihood(), ImportanceWeightedObjective.standard()));
    }

    @ParameterizedTest
    @MethodSource("models")
    void gradientMatchesFiniteDifferences(ModelSpec spec) {
        LatentModel model = LatentModel.create(spec, FlushingAdam.withLearningRate(1e-3), 7, DataType.DOUBLE);
        INDArray x = Values.pixels(1, DataType.DOUBLE, EXAMPLES, FEATURES);
        INDArray z = Values.normal(2, DataType.DOUBLE, ROWS, LATENT, 1);
        double[] values = new double[ROWS];
        double[] gradient = new double[ROWS * LATENT];
        // A training step and another call first, whose gradients must not be added.
        model.compiled().gradient(x);
        model.negLogLikelihoodGradient(x, z, new double[ROWS], new double[ROWS * LATENT]);
        model.negLogLikelihoodGradient(x, z, values, gradient);
        assertThat(values).isEqualTo(model.negLogLikelihood(x, z));
        for (int i = 0; i < gradient.length; i++) {
            int row = i % ROWS;
            int column = i / ROWS;
            double here = z.getDouble(row, column);
            z.putScalar(row, column, here + STEP);
            double above = model.negLogLikelihood(x, z)[row];
            z.putScalar(row, column, here - STEP);
            double below = model.negLogLikelihood(x, z)[row];
            z.putScalar(row, column, here);
            assertThat(gradient[i])
                    .as("row %d, dimension %d", row, column)
                    .isCloseTo((above - below) / (2 * STEP), within(1e-7));
        }
    }
}
