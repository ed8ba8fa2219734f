package org.vae4j.experiment.study.elbo;

import java.util.ArrayList;
import java.util.List;
import org.vae4j.experiment.study.exact.DiscreteModel;
import org.vae4j.experiment.study.exact.LinearGaussianModel;
import org.vae4j.info.Divergence;
import org.vae4j.info.Probabilities;

/**
 * Fits q by gradient ascent on the evidence lower bound and records the decomposition
 * {@code log p(x) = KL(q || p(z|x)) + ELBO} at every step.
 *
 * <p>log p(x) does not depend on q, so the divergence from the posterior falls by as much as the bound rises.
 */
public final class ElboFit {

    private ElboFit() {}

    /**
     * Fits a categorical q, the softmax of one logit per latent, to the posterior of a discrete model. The gradient of
     * the bound with respect to logit z is {@code q(z) (g(z) - sum_j q(j) g(j))} with
     * {@code g(z) = log p(x|z) + log p(z) - log q(z)}.
     *
     * @param model a model in which every latent has a probability above 0 under the posterior
     * @param x the observation
     * @param logits the logits of q at the start, one per latent; copied
     * @param steps the number of steps of gradient ascent
     * @param rate the step size
     * @return {@code steps + 1} records, the start first
     * @throws IllegalArgumentException if a latent has no probability under the posterior, so that g is infinite
     */
    public static List<ElboStep> discrete(DiscreteModel model, int x, double[] logits, int steps, double rate) {
        double[] current = logits.clone();
        double[] prior = model.prior();
        double[] likelihood = model.likelihood(x);
        for (int z = 0; z < prior.length; z++) {
            if (prior[z] * likelihood[z] == 0) {
                throw new IllegalArgumentException(
                        "model: found probability 0 of latent %d given x = %d, expected more".formatted(z, x));
            }
        }
        List<ElboStep> trace = new ArrayList<>();
        for (int step = 0; step <= steps; step++) {
            double[] q = Probabilities.normaliseLog(current);
            trace.add(new ElboStep(step, model.logEvidence(x), Divergence.kl(q, model.posterior(x)), model.elbo(q, x)));
            double[] gain = new double[q.length];
            double mean = 0;
            for (int z = 0; z < q.length; z++) {
                gain[z] = Math.log(likelihood[z]) + Math.log(prior[z]) - Math.log(q[z]);
                mean += q[z] * gain[z];
            }
            for (int z = 0; z < q.length; z++) {
                current[z] += rate * q[z] * (gain[z] - mean);
            }
        }
        return trace;
    }

    /**
     * Fits a diagonal Gaussian q, by mean m and log-variance log v, to the posterior of a linear-Gaussian model. With
     * the mean mu and the precision P of the posterior, the gradient of the bound is {@code P (mu - m)} and
     * {@code (1 - P_jj v_j) / 2}. The posterior has correlations, so a gap remains, the least divergence of any
     * diagonal Gaussian.
     *
     * @param model any model
     * @param x the observation
     * @param steps the number of steps of gradient ascent, from q = N(0, I)
     * @param rate the step size
     * @return {@code steps + 1} records, the start first
     */
    public static List<ElboStep> gaussian(LinearGaussianModel model, double[] x, int steps, double rate) {
        double[] mean = new double[model.latent()];
        double[] logVar = new double[model.latent()];
        List<ElboStep> trace = new ArrayList<>();
        for (int step = 0; step <= steps; step++) {
            trace.add(new ElboStep(
                    step, model.logEvidence(x), model.klToPosterior(x, mean, logVar), model.elbo(x, mean, logVar)));
            double[] meanGradient = model.elboGradientOfMean(x, mean);
            double[] logVarGradient = model.elboGradientOfLogVar(logVar);
            for (int j = 0; j < mean.length; j++) {
                mean[j] += rate * meanGradient[j];
                logVar[j] += rate * logVarGradient[j];
            }
        }
        return trace;
    }
}
