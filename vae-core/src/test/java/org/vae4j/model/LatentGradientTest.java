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

/** The gradient of -log p(x|z) with respect to z, through the decoder alone. */
class LatentGradientTest {

    private static ModelSpec spec(List<Integer> decoder, Likelihood likelihood, Objective objective) {
        return new ModelSpec(
                5, List.of(4), 2, decoder, Nonlinearity.TANH, Bottleneck.GAUSSIAN, likelihood, objective, 3);
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

    /** Central differences with h = 1e-5; six latents of three examples. */
    @ParameterizedTest
    @MethodSource("models")
    void isTheSlope(ModelSpec spec) {
        LatentModel model = LatentModel.create(spec, FlushingAdam.withLearningRate(1e-3), 7, DataType.DOUBLE);
        INDArray x = Values.pixels(1, DataType.DOUBLE, 3, 5);
        INDArray z = Values.normal(2, DataType.DOUBLE, 6, 2, 1);
        double[] values = new double[6];
        double[] gradient = new double[12];
        // After a training step, whose gradients must not linger.
        model.compiled().gradient(x);
        model.negLogLikelihoodGradient(x, z, new double[6], new double[12]);
        model.negLogLikelihoodGradient(x, z, values, gradient);
        assertThat(values).isEqualTo(model.negLogLikelihood(x, z));
        for (int i = 0; i < 12; i++) {
            int row = i % 6;
            int column = i / 6;
            double h = 1e-5;
            double here = z.getDouble(row, column);
            z.putScalar(row, column, here + h);
            double above = model.negLogLikelihood(x, z)[row];
            z.putScalar(row, column, here - h);
            double below = model.negLogLikelihood(x, z)[row];
            z.putScalar(row, column, here);
            assertThat(gradient[i]).isCloseTo((above - below) / (2 * h), within(1e-7));
        }
    }
}
