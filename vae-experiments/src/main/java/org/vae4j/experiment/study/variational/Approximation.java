package org.vae4j.experiment.study.variational;

/**
 * A diagonal Gaussian over two latents.
 *
 * @param mean1 mean of the first latent
 * @param mean2 mean of the second latent
 * @param logVar1 log-variance of the first latent
 * @param logVar2 log-variance of the second latent
 */
public record Approximation(double mean1, double mean2, double logVar1, double logVar2) {

    /**
     * Takes one step of gradient descent, each parameter minus the rate times its derivative.
     *
     * @param gradient the derivative of the objective with respect to each parameter, in the place of that parameter
     * @param rate the step size
     * @return the next approximation
     */
    Approximation step(Approximation gradient, double rate) {
        return new Approximation(
                mean1 - rate * gradient.mean1,
                mean2 - rate * gradient.mean2,
                logVar1 - rate * gradient.logVar1,
                logVar2 - rate * gradient.logVar2);
    }
}
