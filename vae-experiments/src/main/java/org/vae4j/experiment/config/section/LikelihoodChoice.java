package org.vae4j.experiment.config.section;

import org.vae4j.likelihood.BernoulliLikelihood;
import org.vae4j.likelihood.LearnedGaussianLikelihood;
import org.vae4j.likelihood.Likelihood;
import org.vae4j.likelihood.ValueRange;

/** The value of {@code model.likelihood}: a likelihood, or a choice that depends on the data. */
public sealed interface LikelihoodChoice {

    /**
     * Chooses the likelihood for data.
     *
     * @param values the range of the data
     * @return p(x|z), not calibrated on any data
     */
    Likelihood of(ValueRange values);

    /** {@return the name of the choice in a configuration} */
    String name();

    /** The choice by the data: Bernoulli for values in [0, 1], otherwise Gaussian with one learned sigma. */
    record Auto() implements LikelihoodChoice {

        @Override
        public Likelihood of(ValueRange values) {
            return values == ValueRange.REAL ? new LearnedGaussianLikelihood() : new BernoulliLikelihood();
        }

        @Override
        public String name() {
            return "auto";
        }
    }

    /**
     * A likelihood that the configuration names.
     *
     * @param likelihood p(x|z)
     */
    record Given(Likelihood likelihood) implements LikelihoodChoice {

        @Override
        public Likelihood of(ValueRange values) {
            return likelihood;
        }

        @Override
        public String name() {
            return likelihood.name();
        }
    }
}
