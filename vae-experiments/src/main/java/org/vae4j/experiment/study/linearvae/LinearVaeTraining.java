package org.vae4j.experiment.study.linearvae;

import java.util.ArrayList;
import java.util.List;
import org.vae4j.baseline.Covariance;
import org.vae4j.baseline.ProbabilisticPca;
import org.vae4j.baseline.linear.LinearVaeLoss;
import org.vae4j.math.GaussianNoise;
import org.vae4j.math.Streams;
import org.vae4j.math.descent.Lbfgs;

/**
 * A linear VAE that was trained until it converged.
 *
 * @param problem the data and the loss
 * @param end the minimum that was found
 * @param gapsNats log-likelihood minus ELBO after each iteration
 */
record LinearVaeTraining(Problem problem, Lbfgs.Minimum end, List<Double> gapsNats) {

    private static final int MEMORY = 30;

    /**
     * A linear VAE on data of known moments.
     *
     * @param data the name of the data
     * @param moments mean and covariance of the data
     * @param exact the best model with as many latents
     * @param loss the loss to minimise
     */
    record Problem(String data, Covariance moments, ProbabilisticPca exact, LinearVaeLoss loss) {

        /** {@return the exact log-likelihood of the best model, the mean over the data} */
        double logLikelihoodNats() {
            return exact.meanLogLikelihood(moments);
        }
    }

    static LinearVaeTraining of(Problem problem, LinearVaeStudy.Options options, long seed, int start) {
        LinearVaeLoss loss = problem.loss();
        double[] noise = GaussianNoise.draw(Streams.at(Streams.derive(seed, "init"), start), loss.size());
        List<Double> gaps = new ArrayList<>();
        double best = problem.logLikelihoodNats();
        Lbfgs.Minimum end = Lbfgs.minimise(
                loss,
                loss::bestInSpan,
                loss.start(noise),
                new Lbfgs.Config(MEMORY, options.maxIterations(), options.tolerance()),
                (i, point, value, norm) -> gaps.add(best + value));
        return new LinearVaeTraining(problem, end, List.copyOf(gaps));
    }
}
