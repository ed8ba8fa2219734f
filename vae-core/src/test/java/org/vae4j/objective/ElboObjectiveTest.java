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

class ElboObjectiveTest {

    private static LatentBatch batch(int rows, int latent) {
        return batch(rows, latent, 1);
    }

    /** All draws of an example have one and the same posterior. */
    private static LatentBatch batch(int examples, int latent, int draws) {
        LatentBatch batch = new LatentBatch(examples * draws, latent, draws);
        Random random = new Random(3);
        Arrays.setAll(batch.negLogLikelihood(), i -> 10 * random.nextDouble());
        Arrays.setAll(batch.mean(), i -> random.nextGaussian());
        Arrays.setAll(batch.logVar(), i -> random.nextGaussian());
        Arrays.setAll(batch.z(), i -> random.nextGaussian());
        batch.repeatFirstDraw(batch.mean());
        batch.repeatFirstDraw(batch.logVar());
        // What an evaluation must overwrite.
        for (double[] output : new double[][] {
            batch.objective(),
            batch.kl(),
            batch.klPerDimension(),
            batch.rowWeights(),
            batch.meanGradient(),
            batch.logVarGradient(),
            batch.zGradient()
        }) {
            Arrays.fill(output, Double.NaN);
        }
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
    void klIsThatOfTheTwoGaussians(int draws) {
        LatentBatch batch = batch(3, 4, draws);
        ElboObjective.standard().evaluate(batch, 0, 0);
        int rows = 3 * draws;
        double[] perRow = new double[rows];
        double[] perDimension = new double[4];
        for (int i = 0; i < 4 * rows; i++) {
            double kl = klByIntegration(batch.mean()[i], batch.logVar()[i]);
            perRow[i % rows] += kl;
            perDimension[i / rows] += kl / rows;
        }
        assertThat(batch.kl()).containsExactly(perRow, within(1e-10));
        assertThat(batch.klPerDimension()).containsExactly(perDimension, within(1e-10));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4})
    void theObjectiveIsReconstructionPlusWeightedKl(int draws) {
        LatentBatch batch = batch(5, 2, draws);
        new ElboObjective(new FixedSchedule(0.4)).evaluate(batch, 0, 0);
        for (int r = 0; r < 5 * draws; r++) {
            assertThat(batch.objective()[r])
                    .isCloseTo(batch.negLogLikelihood()[r] + 0.4 * batch.kl()[r], within(1e-14));
        }
        assertThat(batch.rowWeights()).containsOnly(1.0 / draws);
        assertThat(batch.pathWeights()).containsOnly(1);
        assertThat(batch.zGradient()).containsOnly(0);
    }

    /** Central differences with h = 1e-5: truncation 1e-10, rounding 1e-16 · 20 / 1e-5 = 2e-10. */
    @ParameterizedTest
    @ValueSource(ints = {1, 4})
    void gradientsAreSlopes(int draws) {
        ElboObjective objective = new ElboObjective(new FixedSchedule(2.5));
        LatentBatch batch = batch(3, 2, draws);
        objective.evaluate(batch, 0, 0);
        double[] toMean = batch.meanGradient().clone();
        double[] toLogVar = batch.logVarGradient().clone();
        for (int j = 0; j < 2; j++) {
            for (int e = 0; e < 3; e++) {
                int first = j * 3 * draws + e;
                // The posterior of an example is moved in all its draws at once, whose gradients add up.
                assertThat(overDraws(toMean, first, draws))
                        .isCloseTo(slope(objective, batch, batch.mean(), first), within(1e-8));
                assertThat(overDraws(toLogVar, first, draws))
                        .isCloseTo(slope(objective, batch, batch.logVar(), first), within(1e-8));
            }
        }
    }

    private static double overDraws(double[] gradient, int first, int draws) {
        double sum = 0;
        for (int s = 0; s < draws; s++) {
            sum += gradient[first + 3 * s];
        }
        return sum;
    }

    /** Of the sum over the examples of the mean of their draws. */
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
        objective.evaluate(batch, 0, 0);
        return Arrays.stream(batch.objective()).sum() / batch.draws();
    }

    @Test
    void betaFollowsItsSchedule() {
        ElboObjective byIteration = new ElboObjective(new MapSchedule.Builder(ScheduleType.ITERATION)
                .add(0, 0.1)
                .add(10, 2)
                .build());
        assertThat(byIteration.betaAt(9, 50)).isEqualTo(0.1);
        assertThat(byIteration.betaAt(10, 0)).isEqualTo(2);
        ElboObjective byEpoch = new ElboObjective(new MapSchedule.Builder(ScheduleType.EPOCH)
                .add(0, 0.1)
                .add(10, 2)
                .build());
        assertThat(byEpoch.betaAt(50, 9)).isEqualTo(0.1);
        assertThat(byEpoch.betaAt(0, 10)).isEqualTo(2);
        assertThat(ElboObjective.standard().betaAt(3, 3)).isEqualTo(1);
        LatentBatch batch = batch(1, 1);
        byIteration.evaluate(batch, 10, 0);
        assertThat(batch.objective()[0]).isCloseTo(batch.negLogLikelihood()[0] + 2 * batch.kl()[0], within(1e-14));
        byEpoch.evaluate(batch, 10, 0);
        assertThat(batch.objective()[0]).isCloseTo(batch.negLogLikelihood()[0] + 0.1 * batch.kl()[0], within(1e-14));
    }

    @Test
    void withoutALatentOnlyTheReconstructionIsLeft() {
        LatentBatch batch = batch(3, 0);
        new ElboObjective(new FixedSchedule(5)).evaluate(batch, 0, 0);
        assertThat(batch.objective()).isEqualTo(batch.negLogLikelihood());
        assertThat(batch.kl()).containsOnly(0);
    }

    @Test
    void aPosteriorThatIsThePriorCostsNothing() {
        LatentBatch batch = new LatentBatch(2, 3);
        ElboObjective.standard().evaluate(batch, 0, 0);
        assertThat(batch.kl()).containsOnly(0);
        assertThat(batch.meanGradient()).containsOnly(0);
        assertThat(batch.logVarGradient()).containsOnly(0);
    }
}
