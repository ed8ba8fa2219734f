package org.vae4j.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.vae4j.layers.NoisePosition;
import org.vae4j.testing.LinearGaussianModel;
import org.vae4j.testing.Values;

/**
 * Bounds of models with a linear decoder, whose evidence and posteriors are known: the bound is the evidence where
 * q(z|x) is the exact posterior.
 */
class ExactPosteriorsTest {

    private static final INDArray X = Values.normal(3, DataType.DOUBLE, 4, LinearGaussianModel.FEATURES, 1.5);
    private static final int DRAWS = 2000;

    /** The log-weights of {@link #DRAWS} draws per example. */
    private static double[] logWeights(LatentModel model) {
        return model.posteriorDraws(X).draw(NoisePosition.evaluation(3), DRAWS).logWeights();
    }

    private static double[] evidence() {
        return LinearGaussianModel.logLikelihood(X, new double[][] {{0, 0, 0, 0}});
    }

    @Test
    void weightOfEveryDrawFromTheExactPosteriorIsTheEvidence() {
        double[] evidence = evidence();
        for (LatentModel model : new LatentModel[] {ExactPosteriors.fullCovariance(), ExactPosteriors.reflected()}) {
            double[] weights = logWeights(model);
            for (int r = 0; r < weights.length; r++) {
                assertThat(weights[r]).isCloseTo(evidence[r % 4], within(1e-10));
            }
        }
    }

    /**
     * The gap is the divergence from the exact posterior, ½ log (Σ₁₁ Σ₂₂ / det Σ) nats for two dimensions. The mean of
     * 2,000 draws is within about 0.05.
     */
    @Test
    void boundOfTheBestDiagonalGaussianFallsShortByItsDivergence() {
        INDArray covariance = LinearGaussianModel.posteriorCovariance();
        double product = covariance.getDouble(0, 0) * covariance.getDouble(1, 1);
        double gap = 0.5 * Math.log(product / (product - Math.pow(covariance.getDouble(0, 1), 2)));
        double[] weights = logWeights(ExactPosteriors.diagonal());
        double[] evidence = evidence();
        double missing = Arrays.stream(evidence).average().orElseThrow()
                - Arrays.stream(weights).average().orElseThrow();
        assertThat(gap).isGreaterThan(0.005);
        assertThat(missing).isCloseTo(gap, within(0.2 * gap));
    }

    /** Compared to the scatter of a mean of log q - log p over the draws. */
    @Test
    void closedFormDivergenceOfTheFullGaussianIsTheMeanOverDraws() {
        LatentModel model = ExactPosteriors.fullCovariance();
        model.elbo(X, 1);
        double[] closed = model.lastBatch().kl().clone();
        double[] sampled = new double[4];
        double[] weights = logWeights(model);
        double[] negLogLikelihood = model.lastBatch().negLogLikelihood();
        for (int r = 0; r < weights.length; r++) {
            sampled[r % 4] -= (weights[r] + negLogLikelihood[r]) / DRAWS;
        }
        assertThat(sampled).containsExactly(closed, within(0.15));
    }
}
