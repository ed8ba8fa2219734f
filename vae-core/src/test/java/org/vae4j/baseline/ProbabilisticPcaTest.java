package org.vae4j.baseline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.apache.commons.math3.distribution.MultivariateNormalDistribution;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class ProbabilisticPcaTest {

    private static final double LOG_TWO_PI = Math.log(2 * Math.PI);

    private final INDArray x = Samples.correlated(11, 80, 6);
    private final Covariance moments = Covariance.of(x);
    private final ProbabilisticPca model = ProbabilisticPca.fit(x, 2);

    /**
     * By hand: variances 3, 1½, ½ and p = 1 leave σ² = 1 and W = (√2, 0, 0)ᵀ, so x ~ N(m, diag(3, 1, 1)); the posterior
     * of z at x = m + (3, 0, 0) has mean √2 · 3 / 3 and variance 1/3.
     */
    @Test
    void fitOfADiagonalCovarianceMatchesHandCalculation() {
        INDArray mean = Samples.rows(new double[][] {{1, 2, 3}});
        INDArray s = Nd4j.diag(Nd4j.create(new double[] {3, 1.5, 0.5}));
        ProbabilisticPca diagonal = ProbabilisticPca.fit(Covariance.of(mean, s, 100), 1);
        assertThat(diagonal.noiseVariance()).isCloseTo(1, within(1e-14));
        assertThat(Samples.values(diagonal.loadings()))
                .containsExactly(new double[] {Math.sqrt(2), 0, 0}, within(1e-14));
        INDArray point = Samples.rows(new double[][] {{4, 2, 3}, {1, 2, 5}});
        assertThat(diagonal.logLikelihood(point))
                .containsExactly(
                        new double[] {
                            -0.5 * (3 * LOG_TWO_PI + Math.log(3) + 9.0 / 3), -0.5 * (3 * LOG_TWO_PI + Math.log(3) + 4)
                        },
                        within(1e-13));
        assertThat(Samples.values(diagonal.posteriorMean(point)))
                .containsExactly(new double[] {Math.sqrt(2), 0}, within(1e-14));
        assertThat(diagonal.posteriorCovariance().getDouble(0)).isCloseTo(1.0 / 3, within(1e-14));
        // The average of a Gaussian's own log density is minus its entropy only where C is the covariance.
        assertThat(diagonal.meanLogLikelihood(Covariance.of(mean, s, 100)))
                .isCloseTo(-0.5 * (3 * LOG_TWO_PI + Math.log(3) + 3), within(1e-13));
    }

    /** The density of the Gaussian N(m, WWᵀ + σ²I) by a full decomposition of C, in Apache Commons Math. */
    @Test
    void logLikelihoodMatchesTheFullGaussian() {
        INDArray c = model.loadings()
                .mmul(model.loadings().transpose())
                .add(Nd4j.eye(6).castTo(DataType.DOUBLE).mul(model.noiseVariance()));
        MultivariateNormalDistribution expected =
                new MultivariateNormalDistribution(Samples.values(model.mean()), c.toDoubleMatrix());
        double[] found = model.logLikelihood(x);
        for (int i = 0; i < 80; i++) {
            assertThat(found[i])
                    .as("example %d", i)
                    .isCloseTo(Math.log(expected.density(x.getRow(i).toDoubleVector())), within(1e-9));
        }
    }

    @Test
    void meanLogLikelihoodIsTheMeanOverTheExamples() {
        assertThat(model.meanLogLikelihood(moments))
                .isCloseTo(Arrays.stream(model.logLikelihood(x)).average().orElseThrow(), within(1e-10));
    }

    /** log p(x) = log p(x|z) + log p(z) - log p(z|x) whatever z is. */
    @Test
    void posteriorSatisfiesBayesRule() {
        INDArray one = x.getRow(4, true);
        MultivariateNormalDistribution posterior = new MultivariateNormalDistribution(
                Samples.values(model.posteriorMean(one)),
                model.posteriorCovariance().toDoubleMatrix());
        for (double[] z : new double[][] {{0, 0}, {0.4, -1.1}, {-0.9, 2}}) {
            INDArray residual = one.sub(model.decode(Samples.rows(new double[][] {z})));
            double squared = residual.mul(residual).sumNumber().doubleValue();
            double likelihood =
                    -0.5 * (6 * (LOG_TWO_PI + Math.log(model.noiseVariance())) + squared / model.noiseVariance());
            double prior = -0.5 * (2 * LOG_TWO_PI + z[0] * z[0] + z[1] * z[1]);
            assertThat(likelihood + prior - Math.log(posterior.density(z)))
                    .isCloseTo(model.logLikelihood(one)[0], within(1e-9));
        }
    }

    @Test
    void expectationMaximisationConvergesToTheClosedForm() {
        ProbabilisticPca em = ExpectationMaximisation.fit(moments, 2, 20_000, 1e-13);
        assertThat(em.noiseVariance()).isCloseTo(model.noiseVariance(), within(1e-9));
        assertThat(Samples.values(em.loadings().mmul(em.loadings().transpose())))
                .containsExactly(
                        Samples.values(model.loadings().mmul(model.loadings().transpose())), within(1e-7));
        assertThat(em.meanLogLikelihood(moments)).isCloseTo(model.meanLogLikelihood(moments), within(1e-12));
    }

    @Test
    void noOtherParametersAreMoreLikely() {
        double best = model.meanLogLikelihood(moments);
        for (int seed = 0; seed < 20; seed++) {
            INDArray moved = model.loadings().add(Samples.correlated(seed, 6, 2).mul(0.03));
            double noise = model.noiseVariance() * Math.exp(0.02 * (seed - 9.5));
            assertThat(ProbabilisticPca.of(model.mean(), moved, noise).meanLogLikelihood(moments))
                    .as("seed %d", seed)
                    .isLessThan(best);
        }
    }

    /** 40,000 draws: the covariance's entries scatter by about 1% of the largest, 34. */
    @Test
    void samplesHaveTheModelsMoments() {
        Covariance drawn = Covariance.of(model.sample(40_000, 5));
        INDArray c = model.loadings()
                .mmul(model.loadings().transpose())
                .add(Nd4j.eye(6).castTo(DataType.DOUBLE).mul(model.noiseVariance()));
        double scale = c.maxNumber().doubleValue();
        assertThat(Samples.values(drawn.matrix())).containsExactly(Samples.values(c), within(0.03 * scale));
        assertThat(Samples.values(drawn.mean()))
                .containsExactly(Samples.values(model.mean()), within(0.03 * Math.sqrt(scale)));
    }

    @Test
    void sampleIsAFunctionOfItsSeed() {
        assertThat(model.sample(3, 5)).isEqualTo(model.sample(3, 5)).isNotEqualTo(model.sample(3, 6));
    }

    /** With σ² sixteen orders below the variance, rᵀC⁻¹r as a difference would lose all digits. */
    @Test
    void logLikelihoodWithTinyNoiseLosesNoDigits() {
        INDArray w = Samples.rows(new double[][] {{1e3}, {0}});
        ProbabilisticPca sharp = ProbabilisticPca.of(Nd4j.zeros(DataType.DOUBLE, 1, 2), w, 1e-10);
        double expected = -0.5 * (2 * LOG_TWO_PI + Math.log(1e6 + 1e-10) + Math.log(1e-10) + 1 + 4);
        assertThat(sharp.logLikelihood(Samples.rows(new double[][] {{1e3, 2e-5}}))[0])
                .isCloseTo(expected, within(1e-9));
    }

    @Test
    void momentsOfOtherFeaturesAreRefused() {
        Covariance other = Covariance.of(Samples.rows(new double[][] {{0, 1}, {1, 3}, {2, 2}}));
        assertThatThrownBy(() -> model.meanLogLikelihood(other))
                .hasMessage("found the covariance of 2 features, expected 6 as the model has");
    }

    @Test
    void sampleOfNothingIsRefused() {
        assertThatThrownBy(() -> model.sample(0, 1)).hasMessageContaining("count = 0");
    }

    @Test
    void dataOnALineIsRefused() {
        INDArray line =
                Samples.rows(new double[][] {{-1}, {0}, {1}, {2}}).mmul(Samples.rows(new double[][] {{2, 0, -1}}));
        assertThatThrownBy(() -> ProbabilisticPca.fit(line, 1)).hasMessageContaining("its density is infinite");
        assertThatThrownBy(() -> ProbabilisticPca.fit(line, 2)).hasMessageContaining("its density is infinite");
    }

    @Test
    void constantDataIsRefused() {
        INDArray constant = Nd4j.ones(DataType.DOUBLE, 5, 3);
        assertThatThrownBy(() -> ProbabilisticPca.fit(constant, 1)).hasMessageContaining("its density is infinite");
    }

    @Test
    void asManyLatentsAsFeaturesAreRefused() {
        assertThatThrownBy(() -> ProbabilisticPca.fit(x, 6)).hasMessageContaining("expected 1 to 5");
    }

    @Test
    void noiseVarianceOfNaNIsRefused() {
        assertThatThrownBy(() -> ProbabilisticPca.of(model.mean(), model.loadings(), Double.NaN))
                .hasMessageContaining("noiseVariance = NaN");
    }

    @Test
    void meanOfSeveralRowsIsRefused() {
        assertThatThrownBy(() -> ProbabilisticPca.of(Nd4j.zeros(DataType.DOUBLE, 2, 6), model.loadings(), 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("mean: found 2 rows, expected 1");
    }

    @Test
    void parametersOfNaNAreRefused() {
        INDArray mean = model.mean().putScalar(0, 2, Double.NaN);
        INDArray loadings = model.loadings().putScalar(1, 1, Double.POSITIVE_INFINITY);
        assertThatThrownBy(() -> ProbabilisticPca.of(mean, model.loadings(), 1))
                .hasMessage("mean: found a NaN or an infinity, expected finite numbers");
        assertThatThrownBy(() -> ProbabilisticPca.of(model.mean(), loadings, 1))
                .hasMessage("loadings: found a NaN or an infinity, expected finite numbers");
    }
}
