package org.vae4j.latent.positive;

/**
 * The first two derivatives of log Γ for x > 0 (Abramowitz and Stegun 1964, 6.3.18 and 6.4.12, from memory):
 *
 * <pre>
 * ψ(x)  = log x - 1/(2x) - Σ_k B_2k / (2k x^2k)   and  ψ(x) = ψ(x+1) - 1/x
 * ψ′(x) = 1/x + 1/(2x²) + Σ_k B_2k / x^(2k+1)     and  ψ′(x) = ψ′(x+1) + 1/x²
 * </pre>
 *
 * <p>The recurrences lift x to 12, from where six terms of the asymptotic series are exact to rounding. Gamma.digamma
 * of Commons Math 3 has errors of 1e-8, too large for divergences that are exact to rounding.
 */
final class Polygamma {

    private static final double LEAST_ASYMPTOTIC = 12;

    private Polygamma() {}

    /** ψ(x) = d log Γ(x) / dx, with an error of about 1e-15 · max(1, |ψ(x)|). */
    static double digamma(double x) {
        double sum = 0;
        double at = x;
        while (at < LEAST_ASYMPTOTIC) {
            sum -= 1 / at;
            at++;
        }
        double i = 1 / (at * at);
        double series = i
                * (1 / 12.0 - i * (1 / 120.0 - i * (1 / 252.0 - i * (1 / 240.0 - i * (1 / 132.0 - i * 691 / 32760)))));
        return sum + Math.log(at) - 0.5 / at - series;
    }

    /** ψ′(x), > 0. */
    static double trigamma(double x) {
        double sum = 0;
        double at = x;
        while (at < LEAST_ASYMPTOTIC) {
            sum += 1 / (at * at);
            at++;
        }
        double i = 1 / (at * at);
        double series =
                i * (1 / 6.0 - i * (1 / 30.0 - i * (1 / 42.0 - i * (1 / 30.0 - i * (5 / 66.0 - i * 691 / 2730)))));
        return sum + (1 + series) / at + 0.5 * i;
    }
}
