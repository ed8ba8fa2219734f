package org.vae4j.experiment.study.reparam;

import org.vae4j.experiment.study.exact.LinearGaussianModel;

/** A linear-Gaussian model and an observation of it: an evidence lower bound with a known gradient. Immutable. */
public final class BoundProblem {

    private final LinearGaussianModel model;
    private final double[] x;

    /**
     * A problem.
     *
     * @param model any model
     * @param x the observation
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
     * The evidence, which the bound cannot exceed.
     *
     * @return log p(x), nats
     */
    public double logEvidence() {
        return model.logEvidence(x);
    }

    /**
     * The largest bound of a diagonal Gaussian.
     *
     * @return nats
     */
    public double bestElbo() {
        return model.elbo(x, model.posteriorMean(x), model.meanFieldLogVar());
    }

    /**
     * The bound.
     *
     * @param parameters of q: k means, then k log-variances
     * @return nats
     */
    public double elbo(double[] parameters) {
        return model.elbo(x, part(parameters, 0), part(parameters, 1));
    }

    /**
     * The gradient of the bound, in closed form.
     *
     * @param parameters of q: k means, then k log-variances
     * @return as many numbers
     */
    public double[] gradient(double[] parameters) {
        double[] gradient = new double[2 * latent()];
        System.arraycopy(model.elboGradientOfMean(x, part(parameters, 0)), 0, gradient, 0, latent());
        System.arraycopy(model.elboGradientOfLogVar(part(parameters, 1)), 0, gradient, latent(), latent());
        return gradient;
    }

    /** log p(x, z). */
    double logJoint(double[] z) {
        return model.logLikelihood(x, z) + model.logPrior(z);
    }

    /** The gradient of log p(x, z) with respect to z. */
    double[] logJointGradient(double[] z) {
        double[] gradient = model.logLikelihoodGradient(x, z);
        for (int j = 0; j < z.length; j++) {
            gradient[j] -= z[j];
        }
        return gradient;
    }

    private double[] part(double[] parameters, int which) {
        double[] part = new double[latent()];
        System.arraycopy(parameters, which * latent(), part, 0, latent());
        return part;
    }
}
