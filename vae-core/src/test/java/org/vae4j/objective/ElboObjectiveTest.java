package org.vae4j.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.schedule.FixedSchedule;
import org.nd4j.linalg.schedule.MapSchedule;
import org.nd4j.linalg.schedule.ScheduleType;
import org.vae4j.latent.Columns;
import org.vae4j.latent.LatentRows;

class ElboObjectiveTest {

    private static final Term.Moment START = new Term.Moment(0, 0);

    private static LatentBatch batch(int rows, int latent) {
        return batch(rows, latent, 1);
    }

    /** A random batch in which all draws of an example have the same posterior. */
    private static LatentBatch batch(int examples, int latent, int draws) {
        LatentBatch batch = StandardBatches.of(examples * draws, latent, draws);
        Random random = new Random(3);
        Arrays.setAll(batch.negLogLikelihood(), i -> 10 * random.nextDouble());
        for (LatentRows z : batch.latents()) {
            Arrays.setAll(z.parameters().values(), i -> random.nextGaussian());
            Arrays.setAll(z.z().values(), i -> random.nextGaussian());
            StandardBatches.shareParameters(z);
        }
        StandardBatches.spoilOutputs(batch);
        return batch;
    }

    /** ∫ q log(q/p) by the trapezoidal rule over ±12σ, which is exact to rounding for such integrands. */
    private static double klByIntegration(double mean, double logVar) {
        double sigma = Math.exp(logVar / 2);
        double step = sigma / 20;
        double sum = 0;
        for (int i = -240; i <= 240; i++) {
            double z = mean + i * step;
            double logQ = -0.5 * Math.pow((z - mean) / sigma, 2) - Math.log(sigma);
            double logP = -0.5 * z * z;
            sum += step * Math.exp(logQ) / Math.sqrt(2 * Math.PI) * (logQ - logP);
        }
        return sum;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5})
    void klAgreesWithNumericalIntegration(int draws) {
        LatentBatch batch = batch(3, 4, draws);
        ElboObjective.standard().evaluate(batch, START);
        LatentRows latent = batch.latents().get(0);
        Columns parameters = latent.parameters();
        double[] perRow = new double[3 * draws];
        double[] perDimension = new double[4];
        for (int r = 0; r < perRow.length; r++) {
            for (int j = 0; j < 4; j++) {
                double mean = parameters.values()[parameters.at(r, j)];
                double logVar = parameters.values()[parameters.at(r, 4 + j)];
                double kl = klByIntegration(mean, logVar);
                perRow[r] += kl;
                perDimension[j] += kl / perRow.length;
            }
        }
        assertThat(batch.kl()).containsExactly(perRow, within(1e-10));
        assertThat(latent.klPerDimension()).containsExactly(perDimension, within(1e-10));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4})
    void objectiveIsReconstructionPlusWeightedKl(int draws) {
        LatentBatch batch = batch(5, 2, draws);
        new ElboObjective(new FixedSchedule(0.4)).evaluate(batch, START);
        for (int r = 0; r < 5 * draws; r++) {
            assertThat(batch.objective()[r])
                    .isCloseTo(batch.negLogLikelihood()[r] + 0.4 * batch.kl()[r], within(1e-14));
        }
        assertThat(batch.rowWeights()).containsOnly(1.0 / draws);
        assertThat(batch.pathWeights()).containsOnly(1);
        assertThat(batch.latents().get(0).z().gradient()).containsOnly(0);
    }

    /** Central differences with h = 1e-5: truncation 1e-10, rounding 1e-16 · 20 / 1e-5 = 2e-10. */
    @ParameterizedTest
    @ValueSource(ints = {1, 4})
    void gradientsMatchFiniteDifferences(int draws) {
        ElboObjective objective = new ElboObjective(new FixedSchedule(2.5));
        LatentBatch batch = batch(3, 2, draws);
        objective.evaluate(batch, START);
        Columns parameters = batch.latents().get(0).parameters();
        double[] gradient = parameters.gradient().clone();
        for (int j = 0; j < parameters.count(); j++) {
            for (int e = 0; e < 3; e++) {
                int first = parameters.at(e, j);
                // All draws of an example share its posterior, so the gradients of the draws are added.
                double found = 0;
                for (int s = 0; s < draws; s++) {
                    found += gradient[first + 3 * s];
                }
                assertThat(found)
                        .as("parameter %d of example %d", j, e)
                        .isCloseTo(slope(objective, batch, parameters.values(), first), within(1e-8));
            }
        }
    }

    /** The central difference of the sum over the examples of the mean of their draws. */
    private static double slope(Objective objective, LatentBatch batch, double[] argument, int first) {
        double h = 1e-5;
        double value = argument[first];
        double above = sum(objective, batch, argument, first, value + h);
        double below = sum(objective, batch, argument, first, value - h);
        sum(objective, batch, argument, first, value);
        return (above - below) / (2 * h);
    }

    private static double sum(Objective objective, LatentBatch batch, double[] argument, int first, double value) {
        for (int s = 0; s < batch.draws(); s++) {
            argument[first + s * batch.examples()] = value;
        }
        objective.evaluate(batch, START);
        return Arrays.stream(batch.objective()).sum() / batch.draws();
    }

    @Test
    void betaFollowsAScheduleOfIterations() {
        ElboObjective objective = stepAtTen(ScheduleType.ITERATION);
        assertThat(objective.betaAt(9, 50)).isEqualTo(0.1);
        assertThat(objective.betaAt(10, 0)).isEqualTo(2);
        assertWeight(objective, new Term.Moment(10, 0), 2);
    }

    @Test
    void betaFollowsAScheduleOfEpochs() {
        ElboObjective objective = stepAtTen(ScheduleType.EPOCH);
        assertThat(objective.betaAt(50, 9)).isEqualTo(0.1);
        assertThat(objective.betaAt(0, 10)).isEqualTo(2);
        assertWeight(objective, new Term.Moment(10, 0), 0.1);
    }

    @Test
    void betaIsOneWithoutASchedule() {
        assertThat(ElboObjective.standard().betaAt(3, 3)).isEqualTo(1);
    }

    /** β is 0.1 and, from 10 on, 2. */
    private static ElboObjective stepAtTen(ScheduleType type) {
        return new ElboObjective(
                new MapSchedule.Builder(type).add(0, 0.1).add(10, 2).build());
    }

    private static void assertWeight(ElboObjective objective, Term.Moment moment, double beta) {
        LatentBatch batch = batch(1, 1);
        objective.evaluate(batch, moment);
        assertThat(batch.objective()[0]).isCloseTo(batch.negLogLikelihood()[0] + beta * batch.kl()[0], within(1e-14));
    }

    @Test
    void objectiveWithoutALatentIsTheReconstruction() {
        LatentBatch batch = batch(3, 0);
        new ElboObjective(new FixedSchedule(5)).evaluate(batch, START);
        assertThat(batch.objective()).isEqualTo(batch.negLogLikelihood());
        assertThat(batch.kl()).containsOnly(0);
    }

    @Test
    void klOfThePriorItselfIsZero() {
        LatentBatch batch = StandardBatches.of(2, 3, 1);
        ElboObjective.standard().evaluate(batch, START);
        assertThat(batch.kl()).containsOnly(0);
        assertThat(batch.latents().get(0).parameters().gradient()).containsOnly(0);
    }
}
