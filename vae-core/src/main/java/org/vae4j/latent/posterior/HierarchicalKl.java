package org.vae4j.latent.posterior;

import java.util.Arrays;
import org.vae4j.latent.ClosedKl;
import org.vae4j.latent.LatentRows;

/**
 * The divergences of stochastic layers that are drawn from the top down, Σ_l KL(q(z_l|x, z_(l+1)) ‖ p(z_l|z_(l+1))),
 * where p(z_L) is N(0, I). Each term has a closed form given the draw of the layer above, and its mean over the draws
 * of an example has less variance than an estimate from the densities of all layers at the draws.
 *
 * <p>For two Gaussians it is ½ (log σ_p² - log σ_q² + ratio + distance · pull - 1) with distance = μ_q - μ_p,
 * ratio = σ_q² / σ_p² and pull = distance / σ_p². Its gradient is pull for μ_q, -pull for μ_p, ½ (ratio - 1) for
 * log σ_q² and ½ (1 - ratio - distance · pull) for log σ_p².
 */
final class HierarchicalKl implements ClosedKl {

    private final HierarchicalGaussianPosterior family;

    HierarchicalKl(HierarchicalGaussianPosterior family) {
        this.family = family;
    }

    @Override
    public void evaluate(LatentRows latent) {
        for (int l = 0; l < family.top(); l++) {
            evaluateLower(latent, family.posterior(l), family.prior(l));
        }
        evaluateTop(latent, family.posterior(family.top()));
    }

    private static void evaluateLower(LatentRows latent, GaussianSlice q, GaussianSlice p) {
        int rows = latent.rows();
        int examples = latent.examples();
        double[] parameters = latent.parameters().values();
        double[] kl = latent.kl().values();
        double share = 1.0 / latent.draws();
        for (int j = 0; j < q.size(); j++) {
            int target = (q.firstDimension() + j) * examples;
            int mean = (q.firstParameter() + j) * rows;
            int priorMean = (p.firstParameter() + j) * rows;
            int toLogVar = q.size() * rows;
            Arrays.fill(kl, target, target + examples, 0);
            for (int r = 0; r < rows; r++) {
                double distance = parameters[mean + r] - parameters[priorMean + r];
                double logVar = parameters[mean + toLogVar + r];
                double logPriorVar = parameters[priorMean + toLogVar + r];
                kl[target + r % examples] += share
                        * 0.5
                        * (logPriorVar
                                - logVar
                                + Math.exp(logVar - logPriorVar)
                                + distance * distance * Math.exp(-logPriorVar)
                                - 1);
            }
        }
    }

    /** Evaluates the divergence of z_L from N(0, I). All draws of an example have the same posterior of z_L. */
    private static void evaluateTop(LatentRows latent, GaussianSlice q) {
        int rows = latent.rows();
        int examples = latent.examples();
        double[] parameters = latent.parameters().values();
        double[] kl = latent.kl().values();
        for (int j = 0; j < q.size(); j++) {
            for (int e = 0; e < examples; e++) {
                double mean = parameters[(q.firstParameter() + j) * rows + e];
                double logVar = parameters[(q.firstParameter() + q.size() + j) * rows + e];
                kl[(q.firstDimension() + j) * examples + e] = 0.5 * (mean * mean + Math.exp(logVar) - logVar - 1);
            }
        }
    }

    @Override
    public void addGradient(LatentRows latent) {
        for (int l = 0; l < family.top(); l++) {
            addLowerGradient(latent, family.posterior(l), family.prior(l));
        }
        addTopGradient(latent, family.posterior(family.top()));
    }

    private static void addLowerGradient(LatentRows latent, GaussianSlice q, GaussianSlice p) {
        int rows = latent.rows();
        int examples = latent.examples();
        double[] parameters = latent.parameters().values();
        double[] gradient = latent.parameters().gradient();
        double[] weights = latent.kl().gradient();
        double share = 1.0 / latent.draws();
        int toLogVar = q.size() * rows;
        for (int j = 0; j < q.size(); j++) {
            int from = (q.firstDimension() + j) * examples;
            int mean = (q.firstParameter() + j) * rows;
            int priorMean = (p.firstParameter() + j) * rows;
            for (int r = 0; r < rows; r++) {
                double weight = share * weights[from + r % examples];
                double distance = parameters[mean + r] - parameters[priorMean + r];
                double logPriorVar = parameters[priorMean + toLogVar + r];
                double ratio = Math.exp(parameters[mean + toLogVar + r] - logPriorVar);
                double pull = distance * Math.exp(-logPriorVar);
                gradient[mean + r] += weight * pull;
                gradient[priorMean + r] -= weight * pull;
                gradient[mean + toLogVar + r] += weight * 0.5 * (ratio - 1);
                gradient[priorMean + toLogVar + r] += weight * 0.5 * (1 - ratio - distance * pull);
            }
        }
    }

    /** Adds μ for μ and ½ (σ² - 1) for log σ² of z_L. */
    private static void addTopGradient(LatentRows latent, GaussianSlice q) {
        int rows = latent.rows();
        int examples = latent.examples();
        double[] parameters = latent.parameters().values();
        double[] gradient = latent.parameters().gradient();
        double[] weights = latent.kl().gradient();
        double share = 1.0 / latent.draws();
        for (int j = 0; j < q.size(); j++) {
            int mean = (q.firstParameter() + j) * rows;
            int logVar = mean + q.size() * rows;
            for (int r = 0; r < rows; r++) {
                double weight = share * weights[(q.firstDimension() + j) * examples + r % examples];
                gradient[mean + r] += weight * parameters[mean + r];
                gradient[logVar + r] += weight * 0.5 * (Math.exp(parameters[logVar + r]) - 1);
            }
        }
    }
}
