package org.vae4j.eval.aggregate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.apache.commons.math3.distribution.NormalDistribution;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.vae4j.eval.GaussianPosteriors;
import org.vae4j.latent.posterior.DiagonalGaussianPosterior;
import org.vae4j.latent.prior.StandardNormalPrior;
import org.vae4j.layers.NoisePosition;
import org.vae4j.math.LogSumExp;
import org.vae4j.model.LatentModel;
import org.vae4j.model.spec.LatentSpec;
import org.vae4j.network.transform.Planar;
import org.vae4j.testing.LinearGaussianModel;
import org.vae4j.testing.Values;

/** The aggregate of any posteriors, made of diagonal Gaussians, against its definition by sums over all pairs. */
class DrawnAggregateTest {

    private static final long SEED = 5;
    private static final int EXAMPLES = 90;
    private static final int LATENT = LinearGaussianModel.LATENT;
    private static final NormalDistribution PRIOR = new NormalDistribution();
    private static final Offset<Double> ROUNDING = within(1e-10);

    private final LatentModel model = model();
    private final List<INDArray> batches = List.of(normal(1, EXAMPLES - 30), normal(2, 20), normal(3, 10));
    private final GaussianPosteriors posteriors =
            GaussianPosteriors.of(model.encode(Nd4j.vstack(batches).dup('f')));
    /** One draw per example, {@code [EXAMPLES, LATENT]} in column-major order. */
    private final double[] z = model.posteriorDraws(Nd4j.vstack(batches).dup('f'))
            .draw(NoisePosition.evaluation(SEED), 1)
            .latents()
            .get(0)
            .z()
            .values();

    private final AggregatePosterior aggregate = aggregate();

    private static LatentModel model() {
        LatentModel model =
                LinearGaussianModel.of(new LatentSpec(new DiagonalGaussianPosterior(), new StandardNormalPrior()), 1);
        model.graph().params().muli(3);
        return model;
    }

    private static INDArray normal(long seed, int examples) {
        return Values.normal(seed, DataType.DOUBLE, examples, LinearGaussianModel.FEATURES, 1);
    }

    private AggregatePosterior aggregate() {
        DrawnAggregate.Collector collector = new DrawnAggregate.Collector(model, SEED);
        batches.forEach(collector);
        return collector.aggregate();
    }

    /** log q(zⱼ|x) of dimension j of a draw under the posterior of an example. */
    private double logDensity(int draw, int example, int j) {
        int at = j * EXAMPLES + example;
        return new NormalDistribution(posteriors.mean[at], Math.exp(posteriors.logVar[at] / 2))
                .logDensity(z[j * EXAMPLES + draw]);
    }

    private double logDensity(int draw, int example) {
        return IntStream.range(0, LATENT)
                .mapToDouble(j -> logDensity(draw, example, j))
                .sum();
    }

    /** log q(z) of a draw under the mixture of all posteriors. */
    private double logMixture(int draw) {
        return LogSumExp.meanOf(IntStream.range(0, EXAMPLES)
                .mapToDouble(example -> logDensity(draw, example))
                .toArray());
    }

    private double logMarginal(int draw, int j) {
        return LogSumExp.meanOf(IntStream.range(0, EXAMPLES)
                .mapToDouble(example -> logDensity(draw, example, j))
                .toArray());
    }

    private static double mean(IntToDoubleFunction ofDraw) {
        return IntStream.range(0, EXAMPLES).mapToDouble(ofDraw).average().orElseThrow();
    }

    @Test
    void closedFormsAreThoseOfTheGaussians() {
        AggregatePosterior gaussian = GaussianAggregate.of(model, List.of(posteriors), SEED);
        assertThat(aggregate.examples()).isEqualTo(EXAMPLES);
        assertThat(aggregate.kl()).isCloseTo(gaussian.kl(), ROUNDING);
        assertThat(aggregate.klPerLevel()).hasSize(1);
        assertThat(aggregate.klPerLevel().get(0)).isCloseTo(gaussian.kl(), ROUNDING);
        for (int j = 0; j < LATENT; j++) {
            assertThat(aggregate.klPerDimension().get(j))
                    .isCloseTo(gaussian.klPerDimension().get(j), ROUNDING);
            assertThat(aggregate.locationVariance().get(j))
                    .isCloseTo(gaussian.locationVariance().get(j), ROUNDING);
        }
    }

    @Test
    void meanLogPosteriorIsOverTheDraws() {
        assertThat(aggregate.meanLogPosterior()).isCloseTo(mean(draw -> logDensity(draw, draw)), ROUNDING);
    }

    @Test
    void meanLogPriorIsOverTheDraws() {
        double expected = IntStream.range(0, LATENT)
                .mapToDouble(j -> mean(draw -> PRIOR.logDensity(z[j * EXAMPLES + draw])))
                .sum();
        assertThat(aggregate.meanLogPrior()).isCloseTo(expected, ROUNDING);
    }

    @Test
    void meanLogDensityIsThatOfTheMixture() {
        assertThat(aggregate.meanLogDensity()).isCloseTo(mean(this::logMixture), ROUNDING);
    }

    @Test
    void totalCorrelationComparesTheMixtureWithItsMarginals() {
        double expected = mean(draw -> logMixture(draw)
                - IntStream.range(0, LATENT)
                        .mapToDouble(j -> logMarginal(draw, j))
                        .sum());
        assertThat(Math.abs(expected)).isGreaterThan(0.02);
        assertThat(aggregate.totalCorrelation()).isCloseTo(expected, ROUNDING);
    }

    /** The density of another example's posterior at z needs the way back, which a planar flow lacks. */
    @Test
    void densityOfAMixtureOfPlanarFlowsIsNaN() {
        LatentModel planar = LinearGaussianModel.of(
                new LatentSpec(new DiagonalGaussianPosterior(), List.of(new Planar()), new StandardNormalPrior()), 1);
        DrawnAggregate.Collector collector = new DrawnAggregate.Collector(planar, SEED);
        collector.accept(normal(1, 4));
        AggregatePosterior flows = collector.aggregate();
        assertThat(flows.meanLogPosterior()).isNaN();
        assertThat(flows.meanLogDensity()).isNaN();
        assertThat(flows.totalCorrelation()).isNaN();
        assertThat(flows.klPerDimension()).isEmpty();
        assertThat(flows.kl()).isFinite();
        assertThat(flows.klPerLevel()).containsExactly(flows.kl());
    }
}
