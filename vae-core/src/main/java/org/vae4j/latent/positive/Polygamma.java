package org.vae4j.latent.positive;

/**
 * The first two derivatives of log Γ for x > 0, by their recurrences up to 12 and the asymptotic series from there
 * (Abramowitz and Stegun 1964, 6.3.18 and 6.4.12, recalled). Gamma.digamma of Commons Math 3 is good to 1e-8 only,
 * which a divergence that is exact to rounding cannot use.
 */
final class Polygamma {

    private static final double LARGE = 12;

    private Polygamma() {}

    /** ψ(x) = d log Γ(x) / dx, to some 1e-15 of the larger of 1 and itself. */
    static double digamma(double x) {
        double sum = 0;
        double at = x;
        while (at < LARGE) {
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
        while (at < LARGE) {
            sum += 1 / (at * at);
            at++;
        }
        double i = 1 / (at * at);
        double series =
                i * (1 / 6.0 - i * (1 / 30.0 - i * (1 / 42.0 - i * (1 / 30.0 - i * (5 / 66.0 - i * 691 / 2730)))));
        return sum + (1 + series) / at + 0.5 * i;
    }
}
