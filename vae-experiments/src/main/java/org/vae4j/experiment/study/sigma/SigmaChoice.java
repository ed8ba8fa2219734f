package org.vae4j.experiment.study.sigma;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import org.vae4j.likelihood.GaussianLikelihood;
import org.vae4j.likelihood.HeteroscedasticGaussianLikelihood;
import org.vae4j.likelihood.LearnedGaussianLikelihood;
import org.vae4j.likelihood.Likelihood;
import org.vae4j.likelihood.OptimalGaussianLikelihood;

/**
 * A way to set or learn the σ of a Gaussian likelihood.
 *
 * @param name the name in tables and charts
 * @param likelihood the likelihood with that σ
 */
public record SigmaChoice(String name, Likelihood likelihood) {

    /**
     * Lists fixed values of σ and all the ways to learn it.
     *
     * @param fixed standard deviations, in units of white = 1
     * @return one choice for each fixed value, then the optimal σ, one learned σ, and one learned σ per pixel
     */
    public static List<SigmaChoice> all(List<Double> fixed) {
        List<SigmaChoice> choices = new ArrayList<>();
        for (double sigma : fixed) {
            String value = new BigDecimal(sigma)
                    .round(new MathContext(4))
                    .stripTrailingZeros()
                    .toPlainString();
            choices.add(new SigmaChoice("fixed " + value, new GaussianLikelihood(sigma)));
        }
        choices.add(new SigmaChoice("optimal", new OptimalGaussianLikelihood()));
        choices.add(new SigmaChoice("learned", new LearnedGaussianLikelihood()));
        choices.add(new SigmaChoice("per pixel", new HeteroscedasticGaussianLikelihood()));
        return choices;
    }
}
