package org.vae4j.experiment.study.variational;

import java.util.ArrayList;
import java.util.List;
import org.apache.commons.math3.analysis.integration.gauss.GaussIntegrator;
import org.apache.commons.math3.analysis.integration.gauss.GaussIntegratorFactory;
import org.vae4j.dist.Gaussian;
import org.vae4j.experiment.study.exact.ProductModel;

/**
 * Fits a diagonal Gaussian to the posterior of a {@link ProductModel} by gradient descent on a divergence.
 *
 * <p>Reverse, KL(q || p): the expectation is under q, so q must avoid regions where p is small, and settles in one
 * mode. It needs the joint density only, never p(x): this is variational inference. Forward, KL(p || q): the
 * expectation is under p, so q must cover the regions where p is large, and spreads over all modes. It needs the
 * posterior itself.
 *
 * <p>q has means m1, m2 and log-variances; its draws are {@code z = m + sigma e} with e from N(0, 1). Expectations
 * under q are Gauss-Hermite sums over nodes e_i, e_j with weights w_i w_j in place of draws.
 */
public final class VariationalFit {

    /** The integrands are polynomials of degree 4 in each of z1 and z2; 8 nodes are exact up to degree 15. */
    private static final int NODES = 8;

    private final ProductModel model;
    private final GridPosterior posterior;
    private final double[] nodes = new double[NODES];
    private final double[] weights = new double[NODES];

    /**
     * Prepares fits to one posterior.
     *
     * @param model the model
     * @param posterior the posterior of that model
     */
    public VariationalFit(ProductModel model, GridPosterior posterior) {
        this.model = model;
        this.posterior = posterior;
        GaussIntegrator rule = new GaussIntegratorFactory().hermite(NODES);
        for (int i = 0; i < NODES; i++) {
            // From the weight exp(-t^2) to N(0, 1).
            nodes[i] = Math.sqrt(2) * rule.getPoint(i);
            weights[i] = rule.getWeight(i) / Math.sqrt(Math.PI);
        }
    }

    /**
     * Descends the reverse divergence, that is, ascends the evidence lower bound.
     *
     * @param start the q before the first step
     * @param steps the number of steps of gradient descent
     * @param rate the step size
     * @return {@code steps + 1} records, the start first
     */
    public List<FitStep> reverse(Approximation start, int steps, double rate) {
        List<FitStep> trace = new ArrayList<>();
        Approximation q = start;
        for (int step = 0; step <= steps; step++) {
            trace.add(record(step, q));
            q = q.step(negElboGradient(q), rate);
        }
        return trace;
    }

    /**
     * Descends the forward divergence. With the mean mu and the variance v of a latent under the posterior, its
     * gradient is {@code (m - mu) / sigma^2} with respect to m and {@code (1 - (v + (m - mu)^2) / sigma^2) / 2} with
     * respect to {@code log sigma^2}.
     *
     * @param start the q before the first step
     * @param steps the number of steps of gradient descent
     * @param rate the step size
     * @return {@code steps + 1} records, the start first
     */
    public List<FitStep> forward(Approximation start, int steps, double rate) {
        Approximation target = posterior.moments();
        List<FitStep> trace = new ArrayList<>();
        Approximation q = start;
        for (int step = 0; step <= steps; step++) {
            trace.add(record(step, q));
            Approximation gradient = new Approximation(
                    (q.mean1() - target.mean1()) / Math.exp(q.logVar1()),
                    (q.mean2() - target.mean2()) / Math.exp(q.logVar2()),
                    forwardLogVarGradient(q.mean1() - target.mean1(), q.logVar1(), target.logVar1()),
                    forwardLogVarGradient(q.mean2() - target.mean2(), q.logVar2(), target.logVar2()));
            q = q.step(gradient, rate);
        }
        return trace;
    }

    /**
     * The evidence lower bound, {@code E_q[log p(x, z)] + H(q)}.
     *
     * @param q any approximation
     * @return nats
     */
    public double elbo(Approximation q) {
        double sum = Gaussian.entropy(q.logVar1()) + Gaussian.entropy(q.logVar2());
        for (int i = 0; i < NODES; i++) {
            for (int j = 0; j < NODES; j++) {
                double z1 = Gaussian.sample(q.mean1(), q.logVar1(), nodes[i]);
                double z2 = Gaussian.sample(q.mean2(), q.logVar2(), nodes[j]);
                sum += weights[i] * weights[j] * model.logJoint(z1, z2);
            }
        }
        return sum;
    }

    /**
     * The gradient of the negative evidence lower bound, {@code -E_q[d log p(x, z) / dz]} with respect to a mean and
     * {@code -E_q[d log p(x, z) / dz (z - m) / 2] - 1/2} with respect to a log-variance, the -1/2 by the entropy.
     */
    Approximation negElboGradient(Approximation q) {
        double gradMean1 = 0;
        double gradMean2 = 0;
        double gradLogVar1 = -0.5;
        double gradLogVar2 = -0.5;
        for (int i = 0; i < NODES; i++) {
            for (int j = 0; j < NODES; j++) {
                double z1 = Gaussian.sample(q.mean1(), q.logVar1(), nodes[i]);
                double z2 = Gaussian.sample(q.mean2(), q.logVar2(), nodes[j]);
                double w = weights[i] * weights[j];
                double slope1 = model.gradient(z1, z2);
                double slope2 = model.gradient(z2, z1);
                gradMean1 -= w * slope1;
                gradMean2 -= w * slope2;
                gradLogVar1 -= w * slope1 * 0.5 * (z1 - q.mean1());
                gradLogVar2 -= w * slope2 * 0.5 * (z2 - q.mean2());
            }
        }
        return new Approximation(gradMean1, gradMean2, gradLogVar1, gradLogVar2);
    }

    private static double forwardLogVarGradient(double distance, double logVar, double targetLogVar) {
        return 0.5 * (1 - (Math.exp(targetLogVar) + distance * distance) / Math.exp(logVar));
    }

    private FitStep record(int step, Approximation q) {
        return new FitStep(step, q, posterior.reverseKl(q), posterior.forwardKl(q), elbo(q));
    }
}
