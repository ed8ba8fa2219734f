package org.vae4j.experiment.study.elbo;

import java.util.ArrayList;
import java.util.List;
import org.vae4j.experiment.study.exact.DiscreteModel;
import org.vae4j.experiment.study.exact.LinearGaussianModel;
import org.vae4j.info.Divergence;
import org.vae4j.info.Probabilities;

/**
 * Fits q by gradient ascent on the evidence lower bound and records the decomposition of the evidence at every step.
 *
 * <p>log p(x) does not depend on q, so that whatever the bound gains the divergence from the posterior loses.
 */
public final class ElboFit {

    private ElboFit() {}

    /**
     * Fits a categorical q, the softmax of free logits, to the posterior of a discrete model. The bound's gradient with
     * respect to logit k is {@code q_k (g_k - sum_j q_j g_j)} with {@code g = log p(x|z) + log p(z) - log q(z)}.
     *
     * @param model any model
     * @param x the observation
     * @param logits where q starts, one per latent; left as it is
     * @param steps of gradient ascent
     * @param rate the step size
     * @return {@code steps + 1} records
     */
    public static List<ElboStep> discrete(DiscreteModel model, int x, double[] logits, int steps, double rate) {
        double[] free = logits.clone();
        double[] prior = model.prior();
        double[] likelihood = model.likelihood(x);
        List<ElboStep> trace = new ArrayList<>();
        for (int step = 0; step <= steps; step++) {
            double[] q = Probabilities.normaliseLog(free);
            trace.add(new ElboStep(step, model.logEvidence(x), Divergence.kl(q, model.posterior(x)), model.elbo(q, x)));
            double[] gain = new double[q.length];
            double mean = 0;
            for (int z = 0; z < q.length; z++) {
                gain[z] = Math.log(likelihood[z]) + Math.log(prior[z]) - Math.log(q[z]);
                mean += q[z] * gain[z];
            }
            for (int z = 0; z < q.length; z++) {
                free[z] += rate * q[z] * (gain[z] - mean);
            }
        }
        return trace;
    }

    /**
     * Fits a diagonal Gaussian q, by mean and log-variance, to the posterior of a linear-Gaussian model. That posterior
     * has correlations, so a gap remains: the least divergence within the family.
     *
     * @param model any model
     * @param x the observation
     * @param steps of gradient ascent, from q = N(0, I)
     * @param rate the step size
     * @return {@code steps + 1} records
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
