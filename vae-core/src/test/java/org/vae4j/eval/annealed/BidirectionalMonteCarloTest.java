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
import org.vae4j.eval.GaussianPosteriors;
import org.vae4j.eval.RunningVariance;
import org.vae4j.eval.annealed.AnnealedImportanceSampling.Settings;
import org.vae4j.eval.annealed.AnnealedImportanceSampling.Start;
import org.vae4j.eval.annealed.BidirectionalMonteCarlo.Bounds;
import org.vae4j.eval.annealed.BidirectionalMonteCarlo.Sandwich;
import org.vae4j.kernel.Nonlinearity;
import org.vae4j.latent.posterior.DiagonalGaussianPosterior;
import org.vae4j.latent.prior.MixtureOfGaussiansPrior;
import org.vae4j.latent.prior.StandardNormalPrior;
import org.vae4j.likelihood.LogCoshLoss;
import org.vae4j.math.ExampleNoise;
import org.vae4j.math.NoiseRows;
import org.vae4j.math.RowBlocks;
import org.vae4j.model.LatentModel;
import org.vae4j.model.SimulatedExamples;
import org.vae4j.model.spec.Bottleneck;
import org.vae4j.model.spec.LatentSpec;
import org.vae4j.model.spec.ModelSpec;
import org.vae4j.network.transform.Planar;
import org.vae4j.objective.ElboObjective;
import org.vae4j.testing.BatchList;
import org.vae4j.testing.LinearGaussianModel;
import org.vae4j.testing.PpcaModel;
import org.vae4j.testing.Values;
import org.vae4j.train.FlushingAdam;

/** Bounds of log p(x) from both sides against the exact value of linear Gaussian models. */
class BidirectionalMonteCarloTest {

    private static final ProbabilisticPca PPCA = PpcaModel.ppca(8, 3);

    /** Examples whose moments are compared with those of the model. */
    private static final int SIMULATED = 4000;

    private static INDArray like(int examples, int features) {
        return Nd4j.zeros(DataType.DOUBLE, examples, features).dup('f');
    }

    private static SimulatedExamples made(LatentModel model, int examples, long seed) {
        return SimulatedExamples.like(model, model.prior(), like(examples, PPCA.features()), 0, seed);
    }

    private static double[] exact(INDArray x) {
        return PPCA.logLikelihood(x.castTo(DataType.DOUBLE));
    }

    /** E log p(x) is the logarithm at the mean less half the number of features; within four standard errors. */
    @Test
    void simulatedExamplesHaveTheEntropyOfTheModel() {
        SimulatedExamples made = made(PpcaModel.of(PPCA, 0, 1, DataType.DOUBLE), SIMULATED, 3);
        RunningVariance entropy = new RunningVariance();
        Arrays.stream(exact(made.x())).forEach(entropy::add);
        double expected = exact(PPCA.mean())[0] - PPCA.features() / 2.0;
        assertThat(entropy.mean()).isCloseTo(expected, within(4 * entropy.standardError()));
    }

    @Test
    void simulatedExamplesHaveTheMeansOfTheModel() {
        SimulatedExamples made = made(PpcaModel.of(PPCA, 0, 1, DataType.DOUBLE), SIMULATED, 3);
        INDArray means = made.x().mean(0);
        for (int j = 0; j < PPCA.features(); j++) {
            double error = Math.sqrt(made.x().getColumn(j).varNumber().doubleValue() / SIMULATED);
            assertThat(means.getDouble(j))
                    .as("feature %d", j)
                    .isCloseTo(PPCA.mean().getDouble(j), within(4 * error));
        }
    }

    /** z is a draw of p(z|x), so z less the posterior mean has the posterior variance. */
    @Test
    void simulatedLatentsHaveTheVarianceOfThePosterior() {
        SimulatedExamples made = made(PpcaModel.of(PPCA, 0, 1, DataType.DOUBLE), SIMULATED, 3);
        INDArray rest = made.z().sub(PPCA.posteriorMean(made.x()));
        for (int j = 0; j < 3; j++) {
            double variance = PPCA.posteriorCovariance().getDouble(j, j);
            assertThat(rest.getColumn(j).varNumber().doubleValue())
                    .as("dimension %d", j)
                    .isCloseTo(variance, within(4 * variance * Math.sqrt(2.0 / SIMULATED)));
        }
    }

    @Test
    void aSimulatedExampleDependsOnItsNumberAlone() {
        LatentModel model = PpcaModel.of(PPCA, 0, 1, DataType.FLOAT);
        SimulatedExamples all = made(model, 7, 3);
        SimulatedExamples last = SimulatedExamples.like(model, model.prior(), like(3, PPCA.features()), 4, 3);
        assertThat(Values.of(last.x())).containsExactly(Values.of(RowBlocks.rows(all.x(), 4, 7)));
        assertThat(Values.of(last.z())).containsExactly(Values.of(RowBlocks.rows(all.z(), 4, 7)));
    }

    /**
     * The mean of forward weights is p(x) and that of reciprocal backward weights is 1/p(x), within four standard
     * errors over 300 examples, from few temperatures. The encoder is not the exact posterior.
     */
    @ParameterizedTest
    @EnumSource
    void forwardWeightsAndReciprocalBackwardWeightsAreUnbiased(Start start) {
        LatentModel model = LinearGaussianModel.of(new DiagonalGaussianPosterior(), new StandardNormalPrior(), 1);
        LinearGaussianModel.setMean(model, Nd4j.eye(2).castTo(DataType.DOUBLE).muli(0.8));
        INDArray like = like(300, LinearGaussianModel.FEATURES);
        SimulatedExamples made = SimulatedExamples.like(model, model.prior(), like, 0, 5);
        double[] exact = LinearGaussianModel.logLikelihood(made.x(), new double[][] {{0, 0, 0, 0}});
        List<Bounds> bounds = new BidirectionalMonteCarlo(model, new Settings(4, 12, 3, start)).perExample(made, 1);
        RunningVariance forward = new RunningVariance();
        RunningVariance backward = new RunningVariance();
        for (int i = 0; i < exact.length; i++) {
            forward.add(Math.exp(bounds.get(i).forward().logLikelihoodNats() - exact[i]));
            backward.add(Math.exp(exact[i] - bounds.get(i).backward().logLikelihoodNats()));
        }
        assertThat(forward.standardError()).as("%s forward", start).isBetween(0.001, 0.15);
        assertThat(backward.standardError()).as("%s backward", start).isBetween(0.001, 0.15);
        assertThat(forward.mean()).isCloseTo(1, within(4 * forward.standardError()));
        assertThat(backward.mean()).isCloseTo(1, within(4 * backward.standardError()));
    }

    /** The exact value lies between the bounds, and more temperatures bring them together. */
    @ParameterizedTest
    @EnumSource
    void boundsHoldTheExactValueAndApproachEachOther(Start start) {
        LatentModel model = PpcaModel.of(PPCA, 0.5, 1.3, DataType.FLOAT);
        double exact = -Arrays.stream(exact(made(model, 40, 7).x())).average().orElseThrow();
        List<Double> gaps = new ArrayList<>();
        for (int temperatures : new int[] {1, 10, 100}) {
            Settings settings = new Settings(4, temperatures, 4, start);
            Sandwich found = new BidirectionalMonteCarlo(model, settings)
                    .estimate(new BatchList(List.of(like(25, 8), like(15, 8))), 7, done -> {});
            double slack = 4
                    * Math.hypot(
                            found.forward().samplingErrorNats(),
                            found.backward().samplingErrorNats());
            assertThat(found.forward().examples()).isEqualTo(40);
            assertThat(found.forward().negLogLikelihoodNats()).isGreaterThan(exact - slack);
            assertThat(found.backward().negLogLikelihoodNats()).isLessThan(exact + slack);
            assertThat(found.gapNats())
                    .isCloseTo(
                            found.forward().negLogLikelihoodNats()
                                    - found.backward().negLogLikelihoodNats(),
                            within(1e-9));
            assertThat(found.gapStandardErrorNats()).isPositive();
            if (temperatures > 1) {
                assertThat(found.forwardAcceptanceRate()).isBetween(0.4, 0.98);
                assertThat(found.backwardAcceptanceRate()).isCloseTo(found.forwardAcceptanceRate(), within(0.1));
            }
            gaps.add(found.gapNats());
        }
        assertThat(gaps.get(1)).isLessThan(0.6 * gaps.get(0));
        assertThat(Math.abs(gaps.get(2))).isLessThan(0.05 + 0.2 * gaps.get(1));
    }

    /** Backward chains that start at draws of the prior instead of p(z|x) do not give an upper bound. */
    @Test
    void backwardChainsNeedDrawsOfTheExactPosterior() {
        LatentModel model = PpcaModel.of(PPCA, 0.5, 1.3, DataType.DOUBLE);
        SimulatedExamples made = made(model, 60, 5);
        INDArray others = made(model, 60, 6).z();
        double[] exact = exact(made.x());
        BidirectionalMonteCarlo estimator = new BidirectionalMonteCarlo(model, new Settings(4, 60, 3, Start.PRIOR));
        assertThat(meanExcess(estimator.perExample(made, 1), exact)).isBetween(-0.05, 1.5);
        assertThat(meanExcess(estimator.perExample(new SimulatedExamples(made.x(), others), 1), exact))
                .isLessThan(-1);
    }

    private static double meanExcess(List<Bounds> bounds, double[] exact) {
        double sum = 0;
        for (int i = 0; i < exact.length; i++) {
            sum += bounds.get(i).backward().logLikelihoodNats() - exact[i];
        }
        return sum / exact.length;
    }

    /** Where the start is the exact posterior, both bounds are exact with a single temperature. */
    @Test
    void bothBoundsFromTheExactPosteriorAreExact() {
        LatentModel model = PpcaModel.of(PPCA, 0, 1, DataType.DOUBLE);
        SimulatedExamples made = made(model, 5, 5);
        double[] exact = exact(made.x());
        List<Bounds> bounds =
                new BidirectionalMonteCarlo(model, new Settings(3, 1, 1, Start.POSTERIOR)).perExample(made, 1);
        for (int i = 0; i < exact.length; i++) {
            assertThat(bounds.get(i).forward().logLikelihoodNats()).isCloseTo(exact[i], within(1e-9));
            assertThat(bounds.get(i).backward().logLikelihoodNats()).isCloseTo(exact[i], within(1e-9));
        }
    }

    /** With a mixture as the prior, p(x) is a mixture, too. */
    @Test
    void boundsForAMixturePriorHoldTheExactValue() {
        double[][] components = {{-1.5, 0.5, -1, -0.5}, {1, 1, 0.3, -2}, {0, -2, -0.2, 0.4}};
        LatentModel model = LinearGaussianModel.of(new DiagonalGaussianPosterior(), new MixtureOfGaussiansPrior(3), 1);
        model.graph().getLayer("prior-parameters").getParam("W").assign(Nd4j.createFromArray(components));
        INDArray like = like(60, LinearGaussianModel.FEATURES);
        INDArray x = SimulatedExamples.like(model, model.prior(), like, 0, 4).x();
        double exact = -Arrays.stream(LinearGaussianModel.logLikelihood(x, components))
                .average()
                .orElseThrow();
        Sandwich found = new BidirectionalMonteCarlo(model, new Settings(8, 60, 4, Start.PRIOR))
                .estimate(new BatchList(List.of(like)), 4, done -> {});
        double slack = 4 * found.gapStandardErrorNats();
        assertThat(found.backward().negLogLikelihoodNats()).isBetween(exact - 0.3, exact + slack);
        assertThat(found.forward().negLogLikelihoodNats()).isBetween(exact - slack, exact + 0.3);
    }

    @Test
    void refusesToStartAtATransformedPosterior() {
        LatentModel model = LinearGaussianModel.of(
                new LatentSpec(new DiagonalGaussianPosterior(), List.of(new Planar()), new StandardNormalPrior()), 1);
        assertThatThrownBy(() -> new BidirectionalMonteCarlo(model, new Settings(1, 1, 1, Start.POSTERIOR)))
                .hasMessageContaining("found posteriors of the family diagonal_gaussian behind a transform")
                .hasMessageContaining("let chains begin at the prior");
        new BidirectionalMonteCarlo(model, new Settings(1, 1, 1, Start.PRIOR));
    }

    @Test
    void reportsProgressAndResetsTheData() {
        LatentModel model = PpcaModel.of(PPCA, 0, 1, DataType.DOUBLE);
        BatchList data = new BatchList(List.of(like(2, 8), like(3, 8)));
        List<Long> progress = new ArrayList<>();
        new BidirectionalMonteCarlo(model, new Settings(2, 1, 1, Start.POSTERIOR)).estimate(data, 1, progress::add);
        assertThat(progress).last().isEqualTo(5L);
        assertThat(data.resets()).isOne();
    }

    /** One temperature has no transitions that could be accepted. */
    @Test
    void acceptanceRatesOfOneTemperatureAreNaN() {
        LatentModel model = PpcaModel.of(PPCA, 0, 1, DataType.DOUBLE);
        Sandwich found = new BidirectionalMonteCarlo(model, new Settings(2, 1, 1, Start.POSTERIOR))
                .estimate(new BatchList(List.of(like(2, 8))), 1, done -> {});
        assertThat(found.forwardAcceptanceRate()).isNaN();
        assertThat(found.backwardAcceptanceRate()).isNaN();
    }

    /** Chains move in u, and a chain backwards begins at the u of a given z = m + s ⊙ u. */
    @Test
    void coordinatesOfALatentAreThoseFromWhichItIsMade() {
        LatentModel model = PpcaModel.of(PPCA, 0.5, 1.3, DataType.DOUBLE);
        INDArray x = made(model, 2, 5).x();
        GaussianPosteriors start = GaussianPosteriors.of(model.encode(x));
        NoiseRows numbers = new NoiseRows(0, 2, 0, 3);
        double[] u = Values.of(Values.normal(4, DataType.DOUBLE, 6, 3, 1));
        double[] z = u.clone();
        start.place(z, 3);
        double[] found = new WhitenedSpace(model, model.prior(), x, start, numbers).coordinates(z);
        assertThat(found).containsExactly(u, within(1e-12));
    }

    @Test
    void chainsInTheNoiseOfAPosteriorStartAtTheNoiseOfTheirNumbers() {
        LatentModel model = PpcaModel.of(PPCA, 0, 1, DataType.DOUBLE);
        NoiseRows numbers = new NoiseRows(4, 2, 0, 3);
        NoiseSpace space = new NoiseSpace(model.posteriorDraws(made(model, 2, 5).x()), numbers);
        double[] start = new double[6 * space.dimensions()];
        space.drawStart(9, start);
        assertThat(start).isEqualTo(ExampleNoise.normal(9, numbers, space.dimensions()));
    }

    @Test
    void refusesALossWhichGivesNoEvidence() {
        ModelSpec spec = new ModelSpec(
                PPCA.features(),
                List.of(),
                3,
                List.of(),
                Nonlinearity.IDENTITY,
                Bottleneck.GAUSSIAN,
                new LogCoshLoss(),
                ElboObjective.standard());
        LatentModel model = LatentModel.create(spec, FlushingAdam.withLearningRate(1e-3), 1);
        assertThatThrownBy(() -> new BidirectionalMonteCarlo(model, new Settings(1, 1, 1, Start.PRIOR)))
                .hasMessageContaining("found the loss log_cosh, expected a likelihood");
    }

    @Test
    void chainsFromALearnedPriorStartAtItsDraws() {
        LatentModel model = LinearGaussianModel.of(new DiagonalGaussianPosterior(), new MixtureOfGaussiansPrior(3), 1);
        NoiseRows numbers = new NoiseRows(4, 3, 0, 2);
        double[] start = new double[numbers.count() * LinearGaussianModel.LATENT];
        new PriorSpace(model, model.prior(), like(3, LinearGaussianModel.FEATURES), numbers).drawStart(9, start);
        assertThat(start).isEqualTo(model.prior().sample(numbers, 9)).doesNotContain(0);
    }
}
