package org.vae4j.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.schedule.FixedSchedule;
import org.nd4j.shade.jackson.databind.ObjectMapper;
import org.vae4j.latent.LatentRows;

class ImportanceWeightedObjectiveTest {

    private static final Term.Moment START = new Term.Moment(0, 0);

    private static final int EXAMPLES = 2;
    private static final int DRAWS = 3;
    private static final int LATENT = 2;
    private static final int ROWS = EXAMPLES * DRAWS;

    /** A random batch: the draws of an example share its posterior, and the outputs hold values to be overwritten. */
    private static LatentBatch batch() {
        LatentBatch batch = StandardBatches.of(ROWS, LATENT, DRAWS);
        Random random = new Random(3);
        Arrays.setAll(batch.negLogLikelihood(), i -> 3 * random.nextDouble());
        Arrays.setAll(latent(batch).parameters().values(), i -> random.nextGaussian());
        Arrays.setAll(latent(batch).z().values(), i -> random.nextGaussian());
        StandardBatches.shareParameters(latent(batch));
        StandardBatches.spoilOutputs(batch);
        return batch;
    }

    private static LatentRows latent(LatentBatch batch) {
        return batch.latents().get(0);
    }

    private static double[] z(LatentBatch batch) {
        return latent(batch).z().values();
    }

    /** [μ | log σ²], column by column. */
    private static double[] parameters(LatentBatch batch) {
        return latent(batch).parameters().values();
    }

    /** Where the log-variances begin in the parameters. */
    private static int half(LatentBatch batch) {
        return batch.rows() * latent(batch).size();
    }

    private static double logNormal(double z, double mean, double logVar) {
        return -0.5 * (z - mean) * (z - mean) / Math.exp(logVar) - 0.5 * logVar - 0.5 * Math.log(2 * Math.PI);
    }

    /** p(x|z) (p(z) / q(z|x))^β of a row. */
    private static double weight(LatentBatch batch, int row, double beta) {
        double logWeight = -batch.negLogLikelihood()[row];
        for (int j = 0; j < LATENT; j++) {
            int i = j * ROWS + row;
            logWeight += beta * logNormal(z(batch)[i], 0, 0);
            logWeight -= beta * logNormal(z(batch)[i], parameters(batch)[i], parameters(batch)[half(batch) + i]);
        }
        return Math.exp(logWeight);
    }

    @ParameterizedTest
    @ValueSource(doubles = {1, 0.3})
    void objectiveIsMinusTheLogarithmOfTheMeanWeight(double beta) {
        LatentBatch batch = batch();
        new ImportanceWeightedObjective(new FixedSchedule(beta), false).evaluate(batch, START);
        for (int r = 0; r < ROWS; r++) {
            int e = r % EXAMPLES;
            double sum = 0;
            for (int s = 0; s < DRAWS; s++) {
                sum += weight(batch, s * EXAMPLES + e, beta);
            }
            assertThat(batch.objective()[r]).isCloseTo(-Math.log(sum / DRAWS), within(1e-13));
            assertThat(batch.rowWeights()[r]).isCloseTo(weight(batch, r, beta) / sum, within(1e-14));
        }
    }

    @Test
    void reportsTheSameKlAsTheElbo() {
        LatentBatch batch = batch();
        LatentBatch elbo = batch();
        ImportanceWeightedObjective.standard().evaluate(batch, START);
        ElboObjective.standard().evaluate(elbo, START);
        assertThat(batch.kl()).isEqualTo(elbo.kl()).doesNotContain(Double.NaN);
        assertThat(latent(batch).kl().values()).isEqualTo(latent(elbo).kl().values());
    }

    /** Gradients are those of the sum over the examples; central differences as in {@link ElboObjectiveTest}. */
    @ParameterizedTest
    @ValueSource(doubles = {1, 2.5})
    void gradientsMatchFiniteDifferences(double beta) {
        ImportanceWeightedObjective objective = new ImportanceWeightedObjective(new FixedSchedule(beta), false);
        LatentBatch batch = batch();
        objective.evaluate(batch, START);
        double[] gradNll = batch.rowWeights().clone();
        double[] gradParameters = latent(batch).parameters().gradient().clone();
        double[] gradZ = latent(batch).z().gradient().clone();
        for (int r = 0; r < ROWS; r++) {
            assertThat(gradNll[r])
                    .as("row %d", r)
                    .isCloseTo(slope(objective, batch, batch.negLogLikelihood(), r), within(1e-8));
        }
        for (int i = 0; i < ROWS * LATENT; i++) {
            assertThat(gradZ[i]).as("z %d", i).isCloseTo(slope(objective, batch, z(batch), i), within(1e-8));
        }
        // Draws of an example share mean and variance, so the derivative is the sum of their gradients.
        for (int column = 0; column < 2 * LATENT; column++) {
            for (int e = 0; e < EXAMPLES; e++) {
                int first = column * ROWS + e;
                int[] shared = {first, first + EXAMPLES, first + 2 * EXAMPLES};
                assertThat(sum(gradParameters, shared))
                        .as("parameter %d of example %d", column, e)
                        .isCloseTo(slope(objective, batch, parameters(batch), shared), within(1e-8));
            }
        }
    }

    private static double sum(double[] values, int... at) {
        return Arrays.stream(at).mapToDouble(i -> values[i]).sum();
    }

    private static double slope(Objective objective, LatentBatch batch, double[] argument, int... at) {
        double h = 1e-5;
        Arrays.stream(at).forEach(i -> argument[i] += h);
        objective.evaluate(batch, START);
        double above = Arrays.stream(batch.objective()).sum() / DRAWS;
        Arrays.stream(at).forEach(i -> argument[i] -= 2 * h);
        objective.evaluate(batch, START);
        double below = Arrays.stream(batch.objective()).sum() / DRAWS;
        Arrays.stream(at).forEach(i -> argument[i] += h);
        return (above - below) / (2 * h);
    }

    /** A factor of e^-10000 on all weights adds 10000 to the objective and leaves the gradients unchanged. */
    @Test
    void tinyWeightsDoNotUnderflow() {
        LatentBatch near = batch();
        LatentBatch far = batch();
        Arrays.setAll(far.negLogLikelihood(), i -> near.negLogLikelihood()[i] + 1e4);
        ImportanceWeightedObjective.standard().evaluate(near, START);
        ImportanceWeightedObjective.standard().evaluate(far, START);
        for (int r = 0; r < ROWS; r++) {
            assertThat(far.objective()[r] - 1e4).isCloseTo(near.objective()[r], within(1e-10));
            assertThat(far.rowWeights()[r]).isCloseTo(near.rowWeights()[r], within(1e-11));
        }
    }

    @Test
    void aLikelihoodOfNaNMakesTheObjectiveOfItsExampleNaN() {
        LatentBatch batch = batch();
        batch.negLogLikelihood()[3] = Double.NaN;
        ImportanceWeightedObjective.standard().evaluate(batch, START);
        assertThat(batch.objective()[1]).isNaN();
        assertThat(batch.objective()[0]).isFinite();
    }

    /** Expectations are computed by quadrature, so there is no Monte Carlo error. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void bothGradientEstimatorsAreUnbiased(int draws) {
        for (double beta : new double[] {1, 0.4}) {
            Objective plain = new ImportanceWeightedObjective(new FixedSchedule(beta), false);
            Objective doubly = new ImportanceWeightedObjective(new FixedSchedule(beta), true);
            double m = 0.7;
            double v = -0.9;
            QuadratureModel.Expected exact = QuadratureModel.expected(plain, draws, m, v);
            QuadratureModel.Expected dreg = QuadratureModel.expected(doubly, draws, m, v);
            double h = 1e-4;
            double slopeToMean = (QuadratureModel.expected(plain, draws, m + h, v)
                                    .objective()
                            - QuadratureModel.expected(plain, draws, m - h, v).objective())
                    / (2 * h);
            double slopeToLogVar = (QuadratureModel.expected(plain, draws, m, v + h)
                                    .objective()
                            - QuadratureModel.expected(plain, draws, m, v - h).objective())
                    / (2 * h);
            assertThat(exact.gradMean()).isCloseTo(slopeToMean, within(1e-7));
            assertThat(exact.gradLogVar()).isCloseTo(slopeToLogVar, within(1e-7));
            assertThat(dreg.objective()).isCloseTo(exact.objective(), within(1e-12));
            assertThat(dreg.gradMean()).isCloseTo(exact.gradMean(), within(1e-10));
            assertThat(dreg.gradLogVar()).isCloseTo(exact.gradLogVar(), within(1e-10));
        }
    }

    /**
     * With x|z ~ N(az, s²) and q the exact posterior all weights are p(x) for any draws, so the gradient of q is 0.
     */
    @Test
    void doublyReparameterisedGradientOfTheExactPosteriorIsZeroForEveryDraw() {
        double a = 1.3;
        double variance = 0.25;
        double x = 0.8;
        double logVar = -Math.log(1 + a * a / variance);
        double mean = Math.exp(logVar) * a * x / variance;
        int draws = 5;
        LatentBatch batch = StandardBatches.of(draws, 1, draws);
        Random random = new Random(1);
        for (int r = 0; r < draws; r++) {
            double z = mean + Math.exp(logVar / 2) * random.nextGaussian();
            parameters(batch)[r] = mean;
            parameters(batch)[half(batch) + r] = logVar;
            z(batch)[r] = z;
            batch.negLogLikelihood()[r] = -logNormal(x, a * z, Math.log(variance));
        }
        ImportanceWeightedObjective.dreg().evaluate(batch, START);
        for (int r = 0; r < draws; r++) {
            double slope = -a * (x - a * z(batch)[r]) / variance;
            assertThat(batch.rowWeights()[r]).isCloseTo(1.0 / draws, within(1e-12));
            assertThat(batch.rowWeights()[r] * slope + latent(batch).z().gradient()[r])
                    .isCloseTo(0, within(1e-12));
            assertThat(latent(batch).parameters().gradient()[r]).isZero();
            assertThat(latent(batch).parameters().gradient()[half(batch) + r]).isZero();
            assertThat(batch.pathWeights()[r]).isCloseTo(1.0 / draws, within(1e-12));
        }
        assertThat(batch.objective()[0]).isCloseTo(-logNormal(x, 0, Math.log(a * a + variance)), within(1e-12));
    }

    @Test
    void survivesJson() throws Exception {
        ObjectMapper json = new ObjectMapper();
        for (Objective objective : new Objective[] {
            ImportanceWeightedObjective.standard(), new ImportanceWeightedObjective(new LinearWarmup(2, 3), true)
        }) {
            assertThat(json.readValue(json.writeValueAsString(objective), Objective.class))
                    .isEqualTo(objective);
        }
    }
}
