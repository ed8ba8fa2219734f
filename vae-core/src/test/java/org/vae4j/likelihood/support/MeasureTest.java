package org.vae4j.likelihood.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vae4j.likelihood.BernoulliLikelihood;
import org.vae4j.likelihood.ContinuousBernoulliLikelihood;
import org.vae4j.likelihood.DiscretisedLogisticLikelihood;
import org.vae4j.likelihood.GaussianLikelihood;
import org.vae4j.likelihood.HeteroscedasticGaussianLikelihood;
import org.vae4j.likelihood.LearnedGaussianLikelihood;
import org.vae4j.likelihood.Likelihood;
import org.vae4j.likelihood.OptimalGaussianLikelihood;
import org.vae4j.likelihood.ValueRange;

/** The table of {@link Measure#of}: likelihoods on values of the data. */
class MeasureTest {

    private static Likelihood likelihood(String name) {
        return switch (name) {
            case "bernoulli" -> new BernoulliLikelihood();
            case "gaussian" -> new GaussianLikelihood(0.1);
            case "learned" -> new LearnedGaussianLikelihood();
            case "levels" -> new DiscretisedLogisticLikelihood();
            case "continuous" -> new ContinuousBernoulliLikelihood();
            case "perPixel" -> new HeteroscedasticGaussianLikelihood();
            case "frozen" -> new OptimalGaussianLikelihood(0.1).forEvaluation();
            case "unfrozen" -> new OptimalGaussianLikelihood().forEvaluation();
            default -> throw new IllegalArgumentException(name);
        };
    }

    @ParameterizedTest
    @CsvSource({
        "bernoulli, BINARY, PROBABILITY",
        "bernoulli, UNIT_INTERVAL, CROSS_ENTROPY",
        "gaussian, UNIT_INTERVAL, DENSITY",
        "gaussian, REAL, DENSITY",
        "learned, UNIT_INTERVAL, DENSITY",
        "perPixel, REAL, DENSITY",
        "frozen, UNIT_INTERVAL, DENSITY",
        "levels, BINARY, PROBABILITY",
        "levels, LEVELS, PROBABILITY",
        "levels, UNIT_INTERVAL, PROBABILITY",
        "continuous, UNIT_INTERVAL, DENSITY",
        "continuous, LEVELS, DENSITY",
        "bernoulli, LEVELS, CROSS_ENTROPY",
        "unfrozen, UNIT_INTERVAL, BATCH_DENSITY",
        "unfrozen, REAL, BATCH_DENSITY"
    })
    void measureFollowsFromLikelihoodAndData(String likelihood, ValueRange values, Measure expected) {
        assertThat(Measure.of(likelihood(likelihood), values)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "bernoulli | REAL | values are finite numbers, expected values in [0, 1] for the likelihood bernoulli: scale",
                "gaussian | BINARY | values are 0 and 1, expected continuous values for the likelihood gaussian: use the",
                "learned | BINARY | for the likelihood gaussian_learned: use the likelihood bernoulli, or grey values",
                "levels | REAL | expected values in [0, 1] for the likelihood discretised_logistic: scale",
                "continuous | REAL | expected values in [0, 1] for the likelihood continuous_bernoulli: scale",
                "continuous | BINARY | expected continuous values for the likelihood continuous_bernoulli: use",
                "perPixel | BINARY | for the likelihood gaussian_per_pixel",
                "unfrozen | BINARY | for the likelihood gaussian_optimal"
            })
    void refusesALikelihoodThatDoesNotSuitTheData(String likelihood, ValueRange values, String message) {
        assertThatThrownBy(() -> Measure.of(likelihood(likelihood), values))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }
}
