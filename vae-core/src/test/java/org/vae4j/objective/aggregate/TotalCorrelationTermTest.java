package org.vae4j.objective.aggregate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.vae4j.latent.LatentPart;
import org.vae4j.latent.LatentRows;
import org.vae4j.latent.posterior.DiagonalGaussianPosterior;
import org.vae4j.latent.prior.StandardNormalPrior;
import org.vae4j.objective.LatentBatch;
import org.vae4j.objective.Term;
import org.vae4j.objective.term.TermContract;

class TotalCorrelationTermTest extends TermContract {

    private static final int SIZE = 2;

    @Override
    protected Term term() {
        return new TotalCorrelationTerm(5, 0.5, 1.5, AggregateEstimator.STRATIFIED, 11);
    }

    private double value(Term term, LatentBatch batch) {
        return with(0, term).evaluate(batch, MOMENT).get("total_correlation");
    }

    /** A data set in which each example has its own posterior and one draw from it. */
    private static LatentBatch data(int examples) {
        LatentBatch batch = new LatentBatch(
                List.of(LatentPart.of(SIZE, new DiagonalGaussianPosterior(), new StandardNormalPrior())), examples, 1);
        LatentRows latent = batch.latents().get(0);
        Random random = new Random(12);
        Arrays.setAll(latent.parameters().values(), i -> 0.8 * random.nextGaussian());
        for (int e = 0; e < examples; e++) {
            for (int j = 0; j < SIZE; j++) {
                double sigma = Math.exp(logVar(latent, e, j) / 2);
                latent.z().values()[latent.z().at(e, j)] = mean(latent, e, j) + sigma * random.nextGaussian();
            }
        }
        return batch;
    }

    private static double mean(LatentRows latent, int e, int j) {
        return latent.parameters().values()[latent.parameters().at(e, j)];
    }

    private static double logVar(LatentRows latent, int e, int j) {
        return latent.parameters().values()[latent.parameters().at(e, SIZE + j)];
    }

    /** q(z_j|x_m) at draw i. */
    private static double density(LatentRows latent, int i, int m, int j) {
        double distance = latent.z().values()[latent.z().at(i, j)] - mean(latent, m, j);
        double variance = Math.exp(logVar(latent, m, j));
        return Math.exp(-0.5 * distance * distance / variance) / Math.sqrt(2 * Math.PI * variance);
    }

    private static double density(LatentRows latent, int i, int m) {
        return density(latent, i, m, 0) * density(latent, i, m, 1);
    }

    /** The mean of log q(z|x) − log p(z) over the draws. */
    private static double divergence(LatentBatch batch) {
        LatentRows latent = batch.latents().get(0);
        double sum = 0;
        for (int i = 0; i < batch.rows(); i++) {
            sum += Math.log(density(latent, i, i));
            for (int j = 0; j < SIZE; j++) {
                double z = latent.z().values()[latent.z().at(i, j)];
                sum += 0.5 * z * z + 0.5 * Math.log(2 * Math.PI);
            }
        }
        return sum / batch.rows();
    }

    @ParameterizedTest
    @EnumSource
    void equalWeightsGiveTheDivergenceOfTheDraws(AggregateEstimator estimator) {
        LatentBatch batch = data(6);
        assertThat(value(new TotalCorrelationTerm(1, 1, 1, estimator, 40), batch))
                .isCloseTo(divergence(batch), within(1e-13));
        assertThat(value(new TotalCorrelationTerm(2.5, 2.5, 2.5, estimator, 40), batch))
                .isCloseTo(2.5 * divergence(batch), within(1e-13));
    }

    /** The draws of one number form a sample of q(z) each, and the value is the mean over the numbers. */
    @Test
    void severalDrawsCountAsTheirMean() {
        LatentBatch first = data(6);
        LatentBatch second = data(6);
        double[] z = second.latents().get(0).z().values();
        Arrays.setAll(z, i -> 0.5 - z[i]);
        LatentBatch both = new LatentBatch(
                List.of(LatentPart.of(SIZE, new DiagonalGaussianPosterior(), new StandardNormalPrior())), 12, 2);
        LatentRows latent = both.latents().get(0);
        for (int r = 0; r < 12; r++) {
            LatentRows one = (r < 6 ? first : second).latents().get(0);
            for (int j = 0; j < 2 * SIZE; j++) {
                latent.parameters().values()[latent.parameters().at(r, j)] =
                        one.parameters().values()[one.parameters().at(r % 6, j)];
            }
            for (int j = 0; j < SIZE; j++) {
                latent.z().values()[latent.z().at(r, j)] =
                        one.z().values()[one.z().at(r % 6, j)];
            }
        }
        Term term = new TotalCorrelationTerm(3, 0.5, 2, AggregateEstimator.BATCH, 40);
        assertThat(value(term, both)).isCloseTo((value(term, first) + value(term, second)) / 2, within(1e-13));
    }

    @Test
    void refusesANegativeNumberOfExamples() {
        assertThatThrownBy(() -> new TotalCorrelationTerm(1, 1, 1, AggregateEstimator.BATCH, -1))
                .hasMessageStartingWith("examples: found -1");
    }

    /** Each of the three parts against its definition, with the densities of the whole data. */
    @Test
    void partsAreExactOverTheWholeData() {
        LatentBatch batch = data(6);
        LatentRows latent = batch.latents().get(0);
        double information = 0;
        double correlation = 0;
        double dimensions = divergence(batch);
        for (int i = 0; i < 6; i++) {
            int draw = i;
            double joint = Math.log(mean(m -> density(latent, draw, m)));
            double marginals =
                    Math.log(mean(m -> density(latent, draw, m, 0))) + Math.log(mean(m -> density(latent, draw, m, 1)));
            information += (Math.log(density(latent, i, i)) - joint) / 6;
            correlation += (joint - marginals) / 6;
        }
        dimensions -= information + correlation;
        AggregateEstimator exact = AggregateEstimator.BATCH;
        assertThat(value(new TotalCorrelationTerm(0, 1, 0, exact, 0), batch)).isCloseTo(information, within(1e-13));
        assertThat(value(new TotalCorrelationTerm(1, 0, 0, exact, 0), batch)).isCloseTo(correlation, within(1e-13));
        assertThat(value(new TotalCorrelationTerm(0, 0, 1, exact, 0), batch)).isCloseTo(dimensions, within(1e-13));
        assertThat(correlation).isNotCloseTo(0, within(0.01));
    }

    private static double mean(IntToDoubleFunction density) {
        return IntStream.range(0, 6).mapToDouble(density).average().orElseThrow();
    }

    /** Weighted sampling of the whole data estimates q(z) / N. */
    @Test
    void weightedSamplingOfTheWholeDataIsOffByTheLogarithmOfItsSize() {
        LatentBatch batch = data(6);
        double exact = value(new TotalCorrelationTerm(0, 1, 0, AggregateEstimator.BATCH, 6), batch);
        double weighted = value(new TotalCorrelationTerm(0, 1, 0, AggregateEstimator.WEIGHTED, 6), batch);
        assertThat(weighted - exact).isCloseTo(Math.log(6), within(1e-13));
    }

    @Test
    void balancedSamplingOfTheWholeDataIsExact() {
        LatentBatch batch = data(6);
        double exact = value(new TotalCorrelationTerm(3, 1, 2, AggregateEstimator.BATCH, 6), batch);
        double balanced = value(new TotalCorrelationTerm(3, 1, 2, AggregateEstimator.BALANCED, 6), batch);
        assertThat(balanced).isCloseTo(exact, within(1e-13));
    }

    /** Each row of the matrix of weights adds up to 1, with 1/N on its diagonal; some implementations miss this. */
    @ParameterizedTest
    @ValueSource(ints = {2, 3, 7})
    void stratifiedWeightsAddUpToOne(int batch) {
        assertWeightsAddUpToOne(batch, AggregateEstimator.STRATIFIED);
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 7})
    void balancedWeightsAddUpToOne(int batch) {
        assertWeightsAddUpToOne(batch, AggregateEstimator.BALANCED);
    }

    private static void assertWeightsAddUpToOne(int batch, AggregateEstimator estimator) {
        long examples = 50;
        for (int i = 0; i < batch; i++) {
            double sum = 0;
            for (int m = 0; m < batch; m++) {
                sum += Math.exp(estimator.logWeight(i, m, batch, examples));
            }
            assertThat(sum).as("draw %d", i).isCloseTo(1, within(1e-14));
            assertThat(Math.exp(estimator.logWeight(i, i, batch, examples))).isCloseTo(1.0 / 50, within(1e-16));
        }
    }

    /**
     * Batches of three of the six examples, in all 20 orders that begin with the same example: the mean estimate of
     * q(z) at the draw of that example is q(z) for stratified and balanced sampling, and far too small for weighted
     * sampling.
     */
    @Test
    void stratifiedAndBalancedSamplingAreUnbiasedForTheAggregateDensity() {
        LatentRows latent = data(6).latents().get(0);
        double exact = mean(m -> density(latent, 0, m));
        double stratified = 0;
        double balanced = 0;
        double weighted = 0;
        int batches = 0;
        for (int second = 1; second < 6; second++) {
            for (int third = 1; third < 6; third++) {
                if (second != third) {
                    int[] members = {0, second, third};
                    stratified += estimate(AggregateEstimator.STRATIFIED, latent, members);
                    balanced += estimate(AggregateEstimator.BALANCED, latent, members);
                    weighted += estimate(AggregateEstimator.WEIGHTED, latent, members);
                    batches++;
                }
            }
        }
        assertThat(batches).isEqualTo(20);
        assertThat(stratified / batches).isCloseTo(exact, within(1e-15));
        assertThat(balanced / batches).isCloseTo(exact, within(1e-15));
        assertThat(weighted / batches).isLessThan(0.5 * exact);
    }

    private static double estimate(AggregateEstimator estimator, LatentRows latent, int... members) {
        double sum = 0;
        for (int m = 0; m < members.length; m++) {
            sum += Math.exp(estimator.logWeight(0, m, members.length, 6)) * density(latent, members[0], members[m]);
        }
        return sum;
    }

    /** Posteriors whose aggregate is a Gaussian with the correlation ρ: the total correlation is −½ log(1 − ρ²). */
    @Test
    void approachesTheTotalCorrelationOfAGaussian() {
        int examples = 1500;
        double rho = 0.8;
        double noise = 0.15;
        LatentBatch batch = data(examples);
        LatentRows latent = batch.latents().get(0);
        Random random = new Random(3);
        double[] parameters = latent.parameters().values();
        double scale = Math.sqrt(1 - noise);
        double correlation = rho / (1 - noise);
        for (int e = 0; e < examples; e++) {
            double first = random.nextGaussian();
            double second = correlation * first + Math.sqrt(1 - correlation * correlation) * random.nextGaussian();
            parameters[latent.parameters().at(e, 0)] = scale * first;
            parameters[latent.parameters().at(e, 1)] = scale * second;
            for (int j = 0; j < SIZE; j++) {
                parameters[latent.parameters().at(e, SIZE + j)] = Math.log(noise);
                latent.z().values()[latent.z().at(e, j)] =
                        mean(latent, e, j) + Math.sqrt(noise) * random.nextGaussian();
            }
        }
        double found = value(new TotalCorrelationTerm(1, 0, 0, AggregateEstimator.BATCH, 0), batch);
        // The standard deviation over draws is ρ / √n = 0.02; the mixture of 1500 posteriors has a bias of that size.
        assertThat(found).isCloseTo(-0.5 * Math.log(1 - rho * rho), within(0.08));
    }

    /**
     * Some implementations add the weights once per dimension, which would change the value of the repeated batch by
     * (d − 1) log 2.
     */
    @Test
    void doesNotChangeWhenTheBatchIsRepeated() {
        LatentBatch once = data(6);
        LatentBatch twice = once.ofExamples(12);
        LatentRows from = once.latents().get(0);
        LatentRows to = twice.latents().get(0);
        repeat(from.parameters().values(), to.parameters().values());
        repeat(from.z().values(), to.z().values());
        Term term = new TotalCorrelationTerm(4, 1, 2, AggregateEstimator.BATCH, 0);
        assertThat(value(term, twice)).isCloseTo(value(term, once), within(1e-13));
    }

    /** Repeats each column of six rows. */
    private static void repeat(double[] once, double[] twice) {
        Arrays.setAll(twice, i -> once[i / 12 * 6 + i % 12 % 6]);
    }

    @Test
    void weightsOfZeroLeaveTheBoundUnchangedToTheBit() {
        assertSameBits(with(1.3, new TotalCorrelationTerm(0, 0, 0, AggregateEstimator.BATCH, 0)), with(1.3));
    }

    @Test
    void takesTheNumberOfExamplesFromTheTraining() {
        TotalCorrelationTerm adapted =
                (TotalCorrelationTerm) new TotalCorrelationTerm().in(new Term.Training(1, 60_000));
        assertThat(adapted.examples()).isEqualTo(60_000);
        assertThat(adapted.in(new Term.Training(1, 5))).isEqualTo(adapted);
    }

    @ParameterizedTest
    @EnumSource
    void isFiniteForABatchOfOneExample(AggregateEstimator estimator) {
        assertThat(value(new TotalCorrelationTerm(1, 1, 1, estimator, 10), data(1)))
                .isFinite();
    }
}
