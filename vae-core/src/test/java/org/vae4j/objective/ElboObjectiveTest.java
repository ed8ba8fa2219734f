package org.vae4j.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.schedule.FixedSchedule;
import org.nd4j.linalg.schedule.MapSchedule;
import org.nd4j.linalg.schedule.ScheduleType;
import org.vae4j.latent.Columns;
import org.vae4j.latent.LatentRows;

class ElboObjectiveTest {

    private static final Term.Moment START = new Term.Moment(0, 0);

    private static LatentBatch batch(int rows, int latent) {
        LatentBatch batch = StandardBatches.of(rows, latent, 1);
        Random random = new Random(3);
        Arrays.setAll(batch.negLogLikelihood(), i -> 10 * random.nextDouble());
        for (LatentRows z : batch.latents()) {
            Arrays.setAll(z.parameters().values(), i -> random.nextGaussian());
            Arrays.setAll(z.z().values(), i -> random.nextGaussian());
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

    @Test
    void klIsThatOfTheTwoGaussians() {
        LatentBatch batch = batch(3, 4);
        ElboObjective.standard().evaluate(batch, START);
        double[] parameters = batch.latents().get(0).parameters().values();
        double[] perRow = new double[3];
        double[] perDimension = new double[12];
        for (int i = 0; i < 12; i++) {
            double kl = klByIntegration(parameters[i], parameters[12 + i]);
            perRow[i % 3] += kl;
            perDimension[i] = kl;
        }
        assertThat(batch.kl()).containsExactly(perRow, within(1e-10));
        assertThat(batch.latents().get(0).kl().values()).containsExactly(perDimension, within(1e-10));
    }

    @Test
    void theObjectiveIsReconstructionPlusWeightedKl() {
        LatentBatch batch = batch(5, 2);
        new ElboObjective(new FixedSchedule(0.4)).evaluate(batch, START);
        for (int r = 0; r < 5; r++) {
            assertThat(batch.objective()[r])
                    .isCloseTo(batch.negLogLikelihood()[r] + 0.4 * batch.kl()[r], within(1e-14));
        }
        assertThat(batch.rowWeights()).containsOnly(1);
        assertThat(batch.latents().get(0).z().gradient()).containsOnly(0);
    }

    /** Central differences with h = 1e-5: truncation 1e-10, rounding 1e-16 · 20 / 1e-5 = 2e-10. */
    @Test
    void gradientsAreSlopes() {
        ElboObjective objective = new ElboObjective(new FixedSchedule(2.5));
        LatentBatch batch = batch(3, 2);
        objective.evaluate(batch, START);
        Columns parameters = batch.latents().get(0).parameters();
        double[] gradient = parameters.gradient().clone();
        for (int i = 0; i < gradient.length; i++) {
            assertThat(gradient[i]).isCloseTo(slope(objective, batch, parameters.values(), i), within(1e-8));
        }
    }

    private static double slope(Objective objective, LatentBatch batch, double[] argument, int i) {
        double h = 1e-5;
        double value = argument[i];
        argument[i] = value + h;
        objective.evaluate(batch, START);
        double above = Arrays.stream(batch.objective()).sum();
        argument[i] = value - h;
        objective.evaluate(batch, START);
        double below = Arrays.stream(batch.objective()).sum();
        argument[i] = value;
        return (above - below) / (2 * h);
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
        byIteration.evaluate(batch, new Term.Moment(10, 0));
        assertThat(batch.objective()[0]).isCloseTo(batch.negLogLikelihood()[0] + 2 * batch.kl()[0], within(1e-14));
        byEpoch.evaluate(batch, new Term.Moment(10, 0));
        assertThat(batch.objective()[0]).isCloseTo(batch.negLogLikelihood()[0] + 0.1 * batch.kl()[0], within(1e-14));
    }

    @Test
    void withoutALatentOnlyTheReconstructionIsLeft() {
        LatentBatch batch = batch(3, 0);
        new ElboObjective(new FixedSchedule(5)).evaluate(batch, START);
        assertThat(batch.objective()).isEqualTo(batch.negLogLikelihood());
        assertThat(batch.kl()).containsOnly(0);
    }

    @Test
    void aPosteriorThatIsThePriorCostsNothing() {
        LatentBatch batch = StandardBatches.of(2, 3, 1);
        ElboObjective.standard().evaluate(batch, START);
        assertThat(batch.kl()).containsOnly(0);
        assertThat(batch.latents().get(0).parameters().gradient()).containsOnly(0);
    }
}
