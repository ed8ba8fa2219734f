package org.vae4j.kernel;

/**
 * The coefficients of one step of Adam (Kingma and Ba 2015, algorithm 1 in the form at the end of its section 2):
 * m = β₁m + (1-β₁)g, v = β₂v + (1-β₂)g², w = w - α_t · m / (√v + ε), g being the gradient times {@code gradientScale}.
 *
 * @param rate α_t = α √(1-β₂^t) / (1-β₁^t)
 * @param beta1 β₁
 * @param beta2 β₂
 * @param epsilon ε, outside the bias correction (Kingma's "epsilon hat"), as in ND4J
 * @param gradientScale the factor of the gradient, 1 / batch size
 */
public record AdamStep(double rate, double beta1, double beta2, double epsilon, double gradientScale) {

    /**
     * Returns the coefficients of step number t + 1.
     *
     * @param learningRate α
     * @param beta1 β₁ in [0, 1)
     * @param beta2 β₂ in [0, 1)
     * @param epsilon ε
     * @param t steps done before this one
     * @param gradientScale the factor of the gradient
     * @return the step
     */
    public static AdamStep at(
            double learningRate, double beta1, double beta2, double epsilon, int t, double gradientScale) {
        double rate = learningRate * Math.sqrt(1 - Math.pow(beta2, t + 1)) / (1 - Math.pow(beta1, t + 1));
        return new AdamStep(rate, beta1, beta2, epsilon, gradientScale);
    }
}
