package org.vae4j.eval.annealed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.vae4j.baseline.ProbabilisticPca;
import org.vae4j.eval.ExampleEstimate;
import org.vae4j.eval.LogLikelihoodEstimate;
import org.vae4j.eval.RunningVariance;
import org.vae4j.eval.annealed.AnnealedImportanceSampling.Settings;
import org.vae4j.eval.annealed.AnnealedImportanceSampling.Start;
import org.vae4j.eval.importance.Bound;
import org.vae4j.eval.importance.BoundSweep;
import org.vae4j.eval.importance.ImportanceSampling;
import org.vae4j.model.LatentModel;
import org.vae4j.testing.BatchList;
import org.vae4j.testing.PpcaModel;

/** Estimates of log p(x) against the exact value of probabilistic PCA, with encoders that differ from the posterior. */
class LikelihoodEstimatorsTest {

    private static final int LATENT = 3;
    private static final ProbabilisticPca PPCA = PpcaModel.ppca(8, LATENT);

    private static INDArray data(int examples, long seed) {
        return PPCA.sample(examples, seed).castTo(DataType.FLOAT).dup('f');
    }

    private static double exactNegLogLikelihood(INDArray x) {
        return -Arrays.stream(PPCA.logLikelihood(x.castTo(DataType.DOUBLE)))
                .average()
                .orElseThrow();
    }

    /** Standard deviation of numbers that should have mean 0 and deviation 1. */
    private static double deviation(List<Double> scores) {
        return Math.sqrt(scores.stream().mapToDouble(z -> z * z).average().orElseThrow());
    }

    /**
     * The same 60 examples with other draws for each of 100 seeds. The estimate is within three sampling errors for at
     * least 95 seeds. The errors have the right size: divided by them, the deviations have the standard deviation 1 ±
     * 4/√200. The bias, ½ · 60 · error², is 0.3 errors here and allowed for.
     */
    @Test
    void importanceSamplingDeviatesByItsSamplingError() {
        LatentModel model = PpcaModel.of(PPCA, 0.4, 1.4, DataType.FLOAT);
        INDArray x = data(60, 7);
        double exact = exactNegLogLikelihood(x);
        List<Double> scores = new ArrayList<>();
        for (int seed = 0; seed < 100; seed++) {
            LogLikelihoodEstimate estimate =
                    new ImportanceSampling(model, 400).estimate(new BatchList(List.of(x)), seed);
            scores.add((estimate.negLogLikelihoodNats() - exact) / estimate.samplingErrorNats());
        }
        assertThat(scores.stream().filter(z -> Math.abs(z) < 3).count()).isGreaterThanOrEqualTo(95);
        assertThat(deviation(scores)).isBetween(0.72, 1.32);
        assertThat(scores.stream().mapToDouble(z -> z).average().orElseThrow()).isBetween(-0.4, 0.7);
    }

    /** Other examples of the model for each seed: the estimate scatters about the mean over the model by this error. */
    @Test
    void standardErrorMatchesTheScatterOverExamples() {
        LatentModel model = PpcaModel.of(PPCA, 0.4, 1.4, DataType.FLOAT);
        // The entropy ½ (d log 2πe + log|C|) of the model is -log p at its mean plus d/2.
        double exact = exactNegLogLikelihood(PPCA.mean()) + PPCA.features() / 2.0;
        List<Double> scores = new ArrayList<>();
        for (int seed = 0; seed < 100; seed++) {
            LogLikelihoodEstimate estimate = new ImportanceSampling(model, 100)
                    .estimate(new BatchList(List.of(data(50, 100 + seed), data(10, 1000 + seed))), seed);
            assertThat(estimate.examples()).isEqualTo(60);
            scores.add((estimate.negLogLikelihoodNats() - exact) / estimate.standardErrorNats());
        }
        assertThat(scores.stream().filter(z -> Math.abs(z) < 3).count()).isGreaterThanOrEqualTo(95);
        assertThat(deviation(scores)).isBetween(0.72, 1.32);
    }

    /** With the exact posterior every weight is p(x), so one sample suffices and all samples are effective. */
    @Test
    void theExactPosteriorNeedsOneSample() {
        LatentModel model = PpcaModel.of(PPCA, 0, 1, DataType.FLOAT);
        INDArray x = data(20, 7);
        BoundSweep sweep =
                new ImportanceSampling(model, 10).sweep(new BatchList(List.of(x)), List.of(1, 2, 10), 1, done -> {});
        double exact = exactNegLogLikelihood(x);
        assertThat(sweep.estimate().negLogLikelihoodNats()).isCloseTo(exact, within(1e-4));
        assertThat(sweep.estimate().samplingErrorNats()).isLessThan(1e-4);
        assertThat(sweep.estimate().smallestEffectiveSampleSize()).isCloseTo(10, within(1e-4));
        assertThat(sweep.bounds())
                .allSatisfy(bound -> assertThat(bound.negBoundNats()).isCloseTo(exact, within(1e-4)));
    }

    /** The expected K-sample bound approaches -log p(x) with K, and agrees with separate estimates of K samples. */
    @Test
    void boundsOfFewerSamplesAgreeWithSeparateEstimates() {
        LatentModel model = PpcaModel.of(PPCA, 0.8, 2, DataType.FLOAT);
        INDArray x = data(60, 7);
        List<Integer> sizes = List.of(1, 5, 50, 500);
        List<Long> progress = new ArrayList<>();
        BoundSweep sweep =
                new ImportanceSampling(model, 500).sweep(new BatchList(List.of(x, x)), sizes, 3, progress::add);
        assertThat(progress).containsExactly(60L, 120L);
        assertThat(sweep.bounds()).extracting(Bound::samples).isEqualTo(sizes);
        for (int i = 1; i < sizes.size(); i++) {
            assertThat(sweep.bounds().get(i).negBoundNats())
                    .isLessThan(sweep.bounds().get(i - 1).negBoundNats());
        }
        assertThat(sweep.bounds().get(3).negBoundNats())
                .isCloseTo(sweep.estimate().negLogLikelihoodNats(), within(1e-12));
        RunningVariance five = new RunningVariance();
        for (int seed = 0; seed < 100; seed++) {
            five.add(new ImportanceSampling(model, 5)
                    .estimate(new BatchList(List.of(x)), 500 + seed)
                    .negLogLikelihoodNats());
        }
        // Both are means over equally many draws.
        assertThat(sweep.bounds().get(1).negBoundNats())
                .isCloseTo(five.mean(), within(5 * Math.sqrt(2) * five.standardError()));
    }

    /** The error of one weight is unknown, not 0. */
    @Test
    void samplingErrorOfOneSampleIsNaN() {
        LatentModel model = PpcaModel.of(PPCA, 0.4, 1.4, DataType.FLOAT);
        LogLikelihoodEstimate estimate =
                new ImportanceSampling(model, 1).estimate(new BatchList(List.of(data(3, 7))), 1);
        assertThat(estimate.samplingErrorNats()).isNaN();
        assertThat(estimate.standardErrorNats()).isPositive();
    }

    /**
     * As for importance sampling, with an encoder that is a standard deviation off and too sure: from the prior
     * that does not matter, and from the encoder's posterior annealing makes up for it.
     */
    @ParameterizedTest
    @EnumSource
    void annealingDeviatesByItsSamplingError(Start start) {
        LatentModel model = PpcaModel.of(PPCA, 1, 0.6, DataType.FLOAT);
        INDArray x = data(10, 7);
        double exact = exactNegLogLikelihood(x);
        Settings settings = new Settings(80, 100, 5, start);
        List<Double> scores = new ArrayList<>();
        for (int seed = 0; seed < 20; seed++) {
            AnnealedImportanceSampling.Result result = new AnnealedImportanceSampling(model, settings)
                    .estimate(new BatchList(List.of(x)), seed, done -> {});
            assertThat(result.acceptanceRate()).isBetween(0.5, 0.95);
            LogLikelihoodEstimate estimate = result.likelihood();
            assertThat(estimate.samplingErrorNats()).isLessThan(0.1);
            scores.add((estimate.negLogLikelihoodNats() - exact) / estimate.samplingErrorNats());
        }
        assertThat(scores.stream().filter(z -> Math.abs(z) < 3).count()).isGreaterThanOrEqualTo(19);
        assertThat(deviation(scores)).isBetween(0.4, 1.7);
    }

    /** The mean weight over 60 estimates of 15 chains is p(x) within four standard errors, with few temperatures. */
    @Test
    void annealedWeightsAreUnbiased() {
        LatentModel model = PpcaModel.of(PPCA, 0, 1, DataType.FLOAT);
        INDArray x = Nd4j.tile(data(1, 3), 60, 1).dup('f');
        double exact = exactNegLogLikelihood(data(1, 3));
        RunningVariance ratio = new RunningVariance();
        new AnnealedImportanceSampling(model, new Settings(15, 12, 3, Start.PRIOR))
                .perExample(x, 1)
                .forEach(estimate -> ratio.add(Math.exp(estimate.logLikelihoodNats() + exact)));
        assertThat(ratio.standardError()).isBetween(0.01, 0.15);
        assertThat(ratio.mean()).isCloseTo(1, within(4 * ratio.standardError()));
    }

    /** 2300 chains of three examples are several blocks of a thousand rows. */
    @Test
    void chainsInSeveralBlocksAgreeWithTheExactValueAndWithTheirSeed() {
        LatentModel model = PpcaModel.of(PPCA, 0, 1, DataType.FLOAT);
        INDArray x = data(3, 3);
        AnnealedImportanceSampling annealing =
                new AnnealedImportanceSampling(model, new Settings(2300, 3, 1, Start.POSTERIOR));
        List<ExampleEstimate> estimates = annealing.perExample(x, 5);
        double[] exact = PPCA.logLikelihood(x.castTo(DataType.DOUBLE));
        for (int i = 0; i < 3; i++) {
            assertThat(estimates.get(i).logLikelihoodNats()).isCloseTo(exact[i], within(1e-4));
            assertThat(estimates.get(i).effectiveSampleSize()).isCloseTo(2300, within(0.1));
        }
        assertThat(annealing.perExample(x, 5)).isEqualTo(estimates);
        assertThat(annealing.perExample(x, 6)).isNotEqualTo(estimates);
    }

    @Test
    void estimatorsTellTheirProgressAndResetTheData() {
        LatentModel model = PpcaModel.of(PPCA, 0, 1, DataType.FLOAT);
        BatchList forImportance = new BatchList(List.of(data(2, 1), data(3, 2)));
        new ImportanceSampling(model, 2).estimate(forImportance, 1);
        assertThat(forImportance.resets()).isOne();
        BatchList forAnnealing = new BatchList(List.of(data(2, 1), data(3, 2)));
        List<Long> progress = new ArrayList<>();
        new AnnealedImportanceSampling(model, new Settings(2, 1, 1, Start.PRIOR))
                .estimate(forAnnealing, 1, progress::add);
        assertThat(progress).containsExactly(2L, 5L);
        assertThat(forAnnealing.resets()).isOne();
    }

    /** One temperature has no transitions that could be accepted. */
    @Test
    void acceptanceRateOfOneTemperatureIsNaN() {
        LatentModel model = PpcaModel.of(PPCA, 0, 1, DataType.FLOAT);
        assertThat(new AnnealedImportanceSampling(model, new Settings(2, 1, 1, Start.PRIOR))
                        .estimate(new BatchList(List.of(data(2, 1))), 1, done -> {})
                        .acceptanceRate())
                .isNaN();
    }

    @Test
    void scheduleRisesFromZeroToOneSlowlyAtBothEnds() {
        double[] schedule = AnnealedImportanceSampling.schedule(10);
        assertThat(schedule[0]).isZero();
        assertThat(schedule[5]).isCloseTo(0.5, within(1e-15));
        assertThat(schedule[10]).isEqualTo(1);
        assertThat(schedule[1]).isLessThan(0.1 * (schedule[6] - schedule[5]) + 0.02);
        assertThat(schedule).isSorted();
    }

    @Test
    void refusesABoundOfMoreSamplesThanAreDrawn() {
        LatentModel model = PpcaModel.of(PPCA, 0, 1, DataType.FLOAT);
        BatchList batches = new BatchList(List.of(data(2, 1)));
        assertThatThrownBy(() -> new ImportanceSampling(model, 10).sweep(batches, List.of(1, 11), 1, done -> {}))
                .hasMessageContaining("found a bound of 11 samples, expected 1 to 10");
    }

    @Test
    void refusesAScheduleWithoutTemperatures() {
        assertThatThrownBy(() -> AnnealedImportanceSampling.schedule(0)).hasMessageContaining("temperatures = 0");
    }

    @Test
    void refusesSettingsWithoutChainsTemperaturesOrSteps() {
        assertThatThrownBy(() -> new Settings(0, 1, 1, Start.PRIOR)).hasMessageContaining("chains = 0");
        assertThatThrownBy(() -> new Settings(1, 0, 1, Start.PRIOR)).hasMessageContaining("temperatures = 0");
        assertThatThrownBy(() -> new Settings(1, 1, 0, Start.PRIOR)).hasMessageContaining("leapfrogSteps = 0");
    }
}
