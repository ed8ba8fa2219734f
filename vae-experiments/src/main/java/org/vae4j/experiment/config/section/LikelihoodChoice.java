package org.vae4j.experiment.config.section;

import org.vae4j.likelihood.BernoulliLikelihood;
import org.vae4j.likelihood.LearnedGaussianLikelihood;
import org.vae4j.likelihood.Likelihood;
import org.vae4j.likelihood.ValueRange;

/** The value of {@code model.likelihood}: a likelihood, or that the data decide. */
public sealed interface LikelihoodChoice {

    /**
     * The likelihood for data.
     *
     * @param values the values of the data
     * @return p(x|z), not calibrated on any data
     */
    Likelihood of(ValueRange values);

    /** {@return the word that stands for it in a configuration} */
    String name();

    /** Bernoulli for data in [0, 1], otherwise Gaussian with one learned sigma. */
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
     * One that the registry has.
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
