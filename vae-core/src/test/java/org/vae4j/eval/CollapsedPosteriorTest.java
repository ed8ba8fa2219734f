package org.vae4j.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;
import org.vae4j.latent.LatentPart;
import org.vae4j.latent.LatentRows;
import org.vae4j.latent.posterior.DiagonalGaussianPosterior;
import org.vae4j.latent.prior.StandardNormalPrior;
import org.vae4j.math.StableMath;
import org.vae4j.model.Posterior;

/**
 * Importance weights for posteriors so narrow that σ is about the distance between neighbouring floats near the mean.
 * With x|z ~ N(z, s²) and the exact posterior q(z|x) = N(μ, σ²), the weight p(x|z) p(z) / q(z|x) of <em>every</em> z is
 * p(x). The decoder sees z rounded to a float, so the weight must be p(x) at the rounded z for any σ. For that, the
 * noise must be computed from the rounded z; the noise that was drawn belongs to another z.
 */
class CollapsedPosteriorTest {

    private static final int DRAWS = 4000;
    private static final float MEAN = 1.7f;

    /** A likelihood x|z ~ N(z, 1/precision) whose exact posterior is N(MEAN, e^logVar). */
    private record Problem(double logVar) {

        double sigma() {
            return Math.exp(logVar / 2);
        }

        double precision() {
            return Math.exp(-logVar) - 1;
        }

        double x() {
            return MEAN * (1 + 1 / precision());
        }

        /** log p(x|z) in double precision, without the rounding of a decoder. */
        double logLikelihood(double z) {
            double distance = MEAN - z + MEAN / precision();
            return 0.5 * (Math.log(precision()) - StableMath.LOG_TWO_PI - precision() * distance * distance);
        }

        double logEvidence() {
            double variance = 1 + 1 / precision();
            return -0.5 * (StableMath.LOG_TWO_PI + Math.log(variance) + x() * x() / variance);
        }

        static Problem of(double sigmaOverMean) {
            return new Problem((float) (2 * Math.log(sigmaOverMean * MEAN)));
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {1e-2, 1e-4, 1e-5, 1e-6, 1e-7, 1e-8})
    void everyWeightInTrainingEqualsTheEvidence(double sigmaOverMean) {
        Problem problem = Problem.of(sigmaOverMean);
        LatentRows rows = trained(problem);
        double[] ratio = new double[DRAWS];
        rows.logRatio().addTo(rows, ratio);
        for (int r = 0; r < DRAWS; r++) {
            double weight = ratio[r] + problem.logLikelihood(rows.z().values()[r]);
            // The rounding of (x - z)² / s² in doubles: z is up to 6e-8 from the mean, and σ is 2e-8.
            assertThat(weight).isCloseTo(problem.logEvidence(), within(1e-4));
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {1e-2, 1e-4, 1e-5, 1e-6, 1e-7, 1e-8})
    void everyWeightInEvaluationEqualsTheEvidence(double sigmaOverMean) {
        Problem problem = Problem.of(sigmaOverMean);
        double[] weights = evaluated(problem, DataType.FLOAT);
        // Where floats resolve σ, the ratio is taken at z before rounding, which moves it by 3.5e-8 μ / σ.
        for (double weight : weights) {
            assertThat(weight).isCloseTo(problem.logEvidence(), within(3e-3));
        }
    }

    /** The counterexample: weights with the drawn noise have the wrong mean once rounding is visible. */
    @Test
    void weightsWithTheDrawnNoiseAreBiased() {
        Problem problem = Problem.of(1e-7);
        // E[δ²] / 2σ² is missing, with δ uniform within half a step of floats: 0.02 nats; the mean of the draws
        // scatters by 0.003.
        double step = Math.ulp(MEAN);
        double expected = step * step / 24 / (problem.sigma() * problem.sigma());
        assertThat(problem.logEvidence() - mean(mixed(problem))).isCloseTo(expected, within(0.5 * expected));
        // Every z is rounded to the mean, and the weights are too large by E[ε²] / 2.
        Problem unresolved = Problem.of(1e-8);
        assertThat(mean(mixed(unresolved)) - unresolved.logEvidence()).isCloseTo(0.5, within(0.04));
    }

    @Test
    void modelsInDoublePrecisionUseTheDrawnZ() {
        Problem problem = Problem.of(1e-6);
        double[] noise = noise();
        double[] ratio = posterior(problem, DataType.DOUBLE).place(noise, DRAWS);
        for (int r = 0; r < DRAWS; r++) {
            assertThat(ratio[r] + problem.logLikelihood(noise[r])).isCloseTo(problem.logEvidence(), within(1e-6));
        }
    }

    private static LatentRows trained(Problem problem) {
        LatentPart part = LatentPart.of(1, new DiagonalGaussianPosterior(), new StandardNormalPrior());
        LatentRows rows = new LatentRows(part, 1, DRAWS);
        double[] noise = noise();
        for (int r = 0; r < DRAWS; r++) {
            rows.parameters().values()[r] = MEAN;
            rows.parameters().values()[DRAWS + r] = problem.logVar();
            rows.z().values()[r] = MEAN + (float) (problem.sigma() * noise[r]);
        }
        return rows;
    }

    private static double[] evaluated(Problem problem, DataType type) {
        double[] z = noise();
        double[] weights = posterior(problem, type).place(z, DRAWS);
        for (int r = 0; r < DRAWS; r++) {
            weights[r] += problem.logLikelihood((float) z[r]);
        }
        return weights;
    }

    /** Weights that combine the ratio at the drawn z with the likelihood at the rounded z. */
    private static double[] mixed(Problem problem) {
        return evaluated(problem, DataType.DOUBLE);
    }

    private static GaussianPosteriors posterior(Problem problem, DataType type) {
        return GaussianPosteriors.of(new Posterior(
                Nd4j.create(new double[] {MEAN}, new long[] {1, 1}, type),
                Nd4j.create(new double[] {problem.logVar()}, new long[] {1, 1}, type)));
    }

    private static double[] noise() {
        Random random = new Random(3);
        return random.doubles(DRAWS).map(u -> random.nextGaussian()).toArray();
    }

    private static double mean(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        return sum / values.length;
    }
}
