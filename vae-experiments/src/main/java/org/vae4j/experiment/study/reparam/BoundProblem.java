package org.vae4j.experiment.study.reparam;

import java.util.Arrays;
import org.vae4j.experiment.study.exact.LinearGaussianModel;

/** A linear-Gaussian model and an observation of it: an evidence lower bound with a known gradient. Immutable. */
public final class BoundProblem {

    private final LinearGaussianModel model;
    private final double[] x;

    /**
     * Makes a problem.
     *
     * @param model any model
     * @param x an observation of the model; copied
     */
    public BoundProblem(LinearGaussianModel model, double[] x) {
        this.model = model;
        this.x = x.clone();
    }

    /**
     * The number of latents.
     *
     * @return k
     */
    public int latent() {
        return model.latent();
    }

    /**
     * The evidence, {@code log p(x)}, which the bound cannot exceed.
     *
     * @return nats
     */
    public double logEvidence() {
        return model.logEvidence(x);
    }

    /**
     * The largest bound of any diagonal Gaussian.
     *
     * @return nats
     */
    public double bestElbo() {
        return model.elbo(x, model.posteriorMean(x), model.meanFieldLogVar());
    }

    /**
     * The evidence lower bound of a diagonal Gaussian q.
     *
     * @param parameters the parameters of q: k means, then k log-variances
     * @return nats
     */
    public double elbo(double[] parameters) {
        return model.elbo(x, mean(parameters), logVar(parameters));
    }

    /**
     * The gradient of the bound, in closed form.
     *
     * @param parameters the parameters of q: k means, then k log-variances
     * @return the derivative with respect to each parameter, in the same order
     */
    public double[] gradient(double[] parameters) {
        double[] gradient = new double[2 * latent()];
        System.arraycopy(model.elboGradientOfMean(x, mean(parameters)), 0, gradient, 0, latent());
        System.arraycopy(model.elboGradientOfLogVar(logVar(parameters)), 0, gradient, latent(), latent());
        return gradient;
    }

    /** The joint density, log p(x, z). */
    double logJoint(double[] z) {
        return model.logLikelihood(x, z) + model.logPrior(z);
    }

    /** The gradient of log p(x, z) with respect to z: that of log p(x|z) minus z, by the standard normal prior. */
    double[] logJointGradient(double[] z) {
        double[] gradient = model.logLikelihoodGradient(x, z);
        for (int j = 0; j < z.length; j++) {
            gradient[j] -= z[j];
        }
        return gradient;
    }

    private double[] mean(double[] parameters) {
        return Arrays.copyOfRange(parameters, 0, latent());
    }

    private double[] logVar(double[] parameters) {
        return Arrays.copyOfRange(parameters, latent(), 2 * latent());
    }
}
