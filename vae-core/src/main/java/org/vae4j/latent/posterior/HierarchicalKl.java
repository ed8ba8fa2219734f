package org.vae4j.latent.posterior;

import java.util.Arrays;
import org.vae4j.latent.ClosedKl;
import org.vae4j.latent.LatentRows;

/**
 * The divergences of stochastic layers that are drawn from the top down, Σ_l KL(q(z_l|x, z_(l+1)) ‖ p(z_l|z_(l+1))),
 * p(z_L) being N(0, I). Each layer's is in closed form given the draw of the layer above it: the mean over the draws
 * of an example estimates the divergence with less variance than the densities of all layers at the draws do.
 *
 * <p>Of two Gaussians it is ½ (log σ_p² - log σ_q² + (σ_q² + (μ_q - μ_p)²) / σ_p² - 1).
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
            int prior = (p.firstParameter() + j) * rows;
            int gap = q.size() * rows;
            Arrays.fill(kl, target, target + examples, 0);
            for (int r = 0; r < rows; r++) {
                double distance = parameters[mean + r] - parameters[prior + r];
                double logVar = parameters[mean + gap + r];
                double logPriorVar = parameters[prior + gap + r];
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

    /** All draws of an example have the same posterior of z_L. */
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
            addLower(latent, family.posterior(l), family.prior(l));
        }
        addTop(latent, family.posterior(family.top()));
    }

    private static void addLower(LatentRows latent, GaussianSlice q, GaussianSlice p) {
        int rows = latent.rows();
        int examples = latent.examples();
        double[] parameters = latent.parameters().values();
        double[] gradient = latent.parameters().gradient();
        double[] weights = latent.kl().gradient();
        double share = 1.0 / latent.draws();
        int gap = q.size() * rows;
        for (int j = 0; j < q.size(); j++) {
            int from = (q.firstDimension() + j) * examples;
            int mean = (q.firstParameter() + j) * rows;
            int prior = (p.firstParameter() + j) * rows;
            for (int r = 0; r < rows; r++) {
                double weight = share * weights[from + r % examples];
                double distance = parameters[mean + r] - parameters[prior + r];
                double logPriorVar = parameters[prior + gap + r];
                double ratio = Math.exp(parameters[mean + gap + r] - logPriorVar);
                double pull = distance * Math.exp(-logPriorVar);
                gradient[mean + r] += weight * pull;
                gradient[prior + r] -= weight * pull;
                gradient[mean + gap + r] += weight * 0.5 * (ratio - 1);
                gradient[prior + gap + r] += weight * 0.5 * (1 - ratio - distance * pull);
            }
        }
    }

    private static void addTop(LatentRows latent, GaussianSlice q) {
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
