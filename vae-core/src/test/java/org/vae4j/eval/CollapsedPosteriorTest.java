package org.vae4j.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import java.util.function.DoubleUnaryOperator;
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
 * Posteriors so narrow that floats beside their mean are as far apart as σ. With x|z ~ N(z, s²) and the exact posterior
 * q(z|x) = N(μ, σ²), the weight p(x|z) p(z) / q(z|x) of <em>every</em> z is p(x). So it must be at the z that the decoder
 * sees, which is rounded to a float, whatever σ is: the noise that is recovered from a rounded z is the right one, and the
 * noise that was drawn is not.
 */
class CollapsedPosteriorTest {

    private static final int DRAWS = 4000;
    private static final float MEAN = 1.7f;

    /** What a narrow posterior belongs to: x|z ~ N(z, 1/precision). */
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

        /** From double to double: what the decoder itself rounds is another matter. */
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
    void everyWeightOfTheTrainedBoundIsThatOfTheZThatTheDecoderSees(double sigmaOverMean) {
        Problem problem = Problem.of(sigmaOverMean);
        LatentRows rows = trained(problem);
        double[] ratio = new double[DRAWS];
        rows.logRatio().addTo(rows, ratio);
        for (int r = 0; r < DRAWS; r++) {
            double weight = ratio[r] + problem.logLikelihood(rows.z().values()[r]);
            // What doubles leave of (x - z)² / s², for z is up to 6e-8 from the mean of a σ of 2e-8.
            assertThat(weight).isCloseTo(problem.logEvidence(), within(1e-4));
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {1e-2, 1e-4, 1e-5, 1e-6, 1e-7, 1e-8})
    void soIsEveryWeightOfTheEvaluatedOne(double sigmaOverMean) {
        Problem problem = Problem.of(sigmaOverMean);
        double[] weights = evaluated(problem, DataType.FLOAT);
        // Where σ is resolved the ratio is taken at the z before rounding, which is 3.5e-8 σ⁻¹ μ beside it.
        for (double weight : weights) {
            assertThat(weight).isCloseTo(problem.logEvidence(), within(3e-3));
        }
    }

    /** Where the rounding can be seen in the mean at all, the noise that was drawn is what would be wrong. */
    @Test
    void theNoiseThatWasDrawnIsThatOfAnotherZ() {
        Problem problem = Problem.of(1e-7);
        // E[δ²] / 2σ² is missing, with δ uniform within half a step of floats: 0.02 nats; the mean of the draws scatters by 0.003.
        double step = Math.ulp(MEAN);
        double expected = step * step / 24 / (problem.sigma() * problem.sigma());
        assertThat(problem.logEvidence() - mean(mixed(problem))).isCloseTo(expected, within(0.5 * expected));
        // Every z is the mean, and E[ε²] / 2 is what the weights have too much.
        Problem unresolved = Problem.of(1e-8);
        assertThat(mean(mixed(unresolved)) - unresolved.logEvidence()).isCloseTo(0.5, within(0.04));
    }

    @Test
    void doublesAreNotRounded() {
        Problem problem = Problem.of(1e-6);
        DoubleUnaryOperator exact = z -> problem.logLikelihood(z);
        double[] noise = noise();
        double[] ratio = posterior(problem, DataType.DOUBLE).place(noise, DRAWS);
        for (int r = 0; r < DRAWS; r++) {
            assertThat(ratio[r] + exact.applyAsDouble(noise[r])).isCloseTo(problem.logEvidence(), within(1e-6));
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

    /** The ratio at the z that was drawn beside the likelihood of the rounded one. */
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
