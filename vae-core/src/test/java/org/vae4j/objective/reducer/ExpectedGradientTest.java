package org.vae4j.objective.reducer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.schedule.FixedSchedule;
import org.vae4j.latent.LatentRows;
import org.vae4j.objective.ComposedObjective;
import org.vae4j.objective.LatentBatch;
import org.vae4j.objective.Objective;
import org.vae4j.objective.QuadratureModel;
import org.vae4j.objective.QuadratureModel.Expected;
import org.vae4j.objective.Reducer;
import org.vae4j.objective.StandardBatches;
import org.vae4j.objective.Term;

/** Expected gradients of reducers. Expectations are computed by quadrature, so there is no Monte Carlo error. */
class ExpectedGradientTest {

    private static final double MEAN = 0.7;
    private static final double LOG_VAR = -0.9;

    static Stream<Reducer> reducers() {
        return Stream.of(
                new StickingTheLandingReducer(),
                new MultiplyImportanceWeightedReducer(2),
                new CombinedReducer(0.3),
                new RenyiReducer(0.4),
                new RenyiReducer(-0.5),
                new ThermodynamicReducer(3, 0.1, ThermodynamicReducer.Derivative.PATH));
    }

    /** The expected gradient of two draws equals the central difference of the expected value. */
    @ParameterizedTest
    @MethodSource("reducers")
    void expectedGradientIsTheGradientOfTheExpectedValue(Reducer reducer) {
        for (double beta : new double[] {1, 0.4}) {
            Objective objective = new ComposedObjective(reducer, new FixedSchedule(beta), List.of());
            Expected found = QuadratureModel.expected(objective, 2, MEAN, LOG_VAR);
            double h = 1e-4;
            double meanDifference = value(objective, MEAN + h, LOG_VAR) - value(objective, MEAN - h, LOG_VAR);
            double logVarDifference = value(objective, MEAN, LOG_VAR + h) - value(objective, MEAN, LOG_VAR - h);
            assertThat(found.gradMean()).as("mean, β = %s", beta).isCloseTo(meanDifference / (2 * h), within(1e-7));
            assertThat(found.gradLogVar())
                    .as("log-variance, β = %s", beta)
                    .isCloseTo(logVarDifference / (2 * h), within(1e-7));
        }
    }

    private static double value(Objective objective, double mean, double logVar) {
        return QuadratureModel.expected(objective, 2, mean, logVar).objective();
    }

    /** With x|z ~ N(az, s²) and q the exact posterior the gradient of q is 0 for any draws. */
    @Test
    void pathDerivativeOfTheExactPosteriorIsZeroForEveryDraw() {
        double a = 1.3;
        double variance = 0.25;
        double x = 0.8;
        double logVar = -Math.log(1 + a * a / variance);
        double mean = Math.exp(logVar) * a * x / variance;
        LatentBatch batch = StandardBatches.of(5, 1, 5);
        LatentRows latent = batch.latents().get(0);
        Random random = new Random(1);
        for (int r = 0; r < 5; r++) {
            latent.parameters().values()[r] = mean;
            latent.parameters().values()[5 + r] = logVar;
            double z = mean + Math.exp(logVar / 2) * random.nextGaussian();
            latent.z().values()[r] = z;
            batch.negLogLikelihood()[r] = 0.5 * (x - a * z) * (x - a * z) / variance;
        }
        ComposedObjective.of(new StickingTheLandingReducer()).evaluate(batch, new Term.Moment(0, 0));
        for (int r = 0; r < 5; r++) {
            double slope = -a * (x - a * latent.z().values()[r]) / variance;
            assertThat(batch.rowWeights()[r] * slope + latent.z().gradient()[r]).isCloseTo(0, within(1e-12));
            assertThat(batch.pathWeights()[r]).isEqualTo(1);
        }
        assertThat(latent.parameters().gradient()).containsOnly(0);
    }

    /**
     * The covariance form is the derivative by the parameters of q of Σ_i Δ_i Σ v log w / Σ v, where v = π_t(z) /
     * q₀(z), π_t ∝ q w^t and log w = log p(x|z) + β log p(z) / q(z). The draws and their proposal q₀, which is the
     * posterior at the point of the derivative, are held fixed.
     */
    @ParameterizedTest
    @ValueSource(doubles = {1, 0.4, 0})
    void covarianceFormIsTheDerivativeWithAFixedProposal(double beta) {
        ThermodynamicReducer reducer = new ThermodynamicReducer(3, 0.2, ThermodynamicReducer.Derivative.COVARIANCE);
        LatentBatch batch = thermodynamicBatch();
        LatentRows latent = batch.latents().get(0);
        int draws = batch.draws();
        new ComposedObjective(reducer, new FixedSchedule(beta), List.of()).evaluate(batch, new Term.Moment(0, 0));
        double h = 1e-5;
        double[] gradParameters = latent.parameters().gradient();
        double gradMean = Arrays.stream(gradParameters, 0, draws).sum();
        double gradLogVar = Arrays.stream(gradParameters, draws, 2 * draws).sum();
        assertThat(withFixedProposal(beta, batch, MEAN, LOG_VAR)).isCloseTo(batch.objective()[0], within(1e-13));
        assertThat(gradMean)
                .isCloseTo(
                        (withFixedProposal(beta, batch, MEAN + h, LOG_VAR)
                                        - withFixedProposal(beta, batch, MEAN - h, LOG_VAR))
                                / (2 * h),
                        within(1e-8));
        assertThat(gradLogVar)
                .isCloseTo(
                        (withFixedProposal(beta, batch, MEAN, LOG_VAR + h)
                                        - withFixedProposal(beta, batch, MEAN, LOG_VAR - h))
                                / (2 * h),
                        within(1e-8));
        assertThat(batch.pathWeights()).containsOnly(0);
    }

    @ParameterizedTest
    @ValueSource(doubles = {1, 0.4, 0})
    void bothFormsHaveTheSameGradientOfTheDecoder(double beta) {
        LatentBatch batch = thermodynamicBatch();
        ThermodynamicReducer covariance = new ThermodynamicReducer(3, 0.2, ThermodynamicReducer.Derivative.COVARIANCE);
        new ComposedObjective(covariance, new FixedSchedule(beta), List.of()).evaluate(batch, new Term.Moment(0, 0));
        double[] rowWeights = batch.rowWeights().clone();
        ThermodynamicReducer path = new ThermodynamicReducer(3, 0.2, ThermodynamicReducer.Derivative.PATH);
        new ComposedObjective(path, new FixedSchedule(beta), List.of()).evaluate(batch, new Term.Moment(0, 0));
        assertThat(rowWeights).containsExactly(batch.rowWeights());
    }

    /** Four draws of one example, whose posterior is N(MEAN, e^LOG_VAR). */
    private static LatentBatch thermodynamicBatch() {
        int draws = 4;
        LatentBatch batch = StandardBatches.of(draws, 1, draws);
        LatentRows latent = batch.latents().get(0);
        Random random = new Random(6);
        Arrays.setAll(batch.negLogLikelihood(), i -> 2 * random.nextDouble());
        Arrays.setAll(latent.z().values(), i -> random.nextGaussian());
        Arrays.fill(latent.parameters().values(), 0, draws, MEAN);
        Arrays.fill(latent.parameters().values(), draws, 2 * draws, LOG_VAR);
        return batch;
    }

    /** The objective at a posterior, estimated by draws from N(MEAN, e^LOG_VAR). */
    private static double withFixedProposal(double beta, LatentBatch batch, double mean, double logVar) {
        double[] points = {0, 0.2, Math.sqrt(0.2), 1};
        double value = 0;
        for (int i = 0; i < 3; i++) {
            double sum = 0;
            double weighted = 0;
            for (int r = 0; r < batch.rows(); r++) {
                double z = batch.latents().get(0).z().values()[r];
                double logPosterior = logNormal(z, mean, logVar);
                double logWeight = -batch.negLogLikelihood()[r] + beta * (logNormal(z, 0, 0) - logPosterior);
                double v = Math.exp(logPosterior + points[i] * logWeight - logNormal(z, MEAN, LOG_VAR));
                sum += v;
                weighted += v * logWeight;
            }
            value -= (points[i + 1] - points[i]) * weighted / sum;
        }
        return value;
    }

    private static double logNormal(double z, double mean, double logVar) {
        return -0.5 * ((z - mean) * (z - mean) / Math.exp(logVar) + logVar + Math.log(2 * Math.PI));
    }
}
