package org.vae4j.latent.manifold;

import org.apache.commons.math3.special.Gamma;

/**
 * What the concentration κ of a von Mises-Fisher distribution on the sphere in ℝᵐ decides, with v = m/2 - 1 and
 * w = μᵀz (Mardia and Jupp 2000, section 9.3, recalled):
 *
 * <ul>
 *   <li>the normaliser against the uniform distribution, h(κ) = E e^{κw} over the uniform one = Γ(v+1) (2/κ)^v I_v(κ),
 *   <li>the mean resultant length A(κ) = E w = I_{v+1}(κ) / I_v(κ), which is d log h / dκ,
 *   <li>its derivative A'(κ) = 1 - A² - (m-1) A / κ = Var w, and
 *   <li>the divergence from the uniform distribution, κ A - log h.
 * </ul>
 *
 * <p>Two expansions that do not cancel serve all κ: the power series of h, whose terms are positive, and from
 * κ = max(50, v²) on Hankel's asymptotic one of I_v, in which 1 - A is a sum of its own. No library of ours has I_v
 * scaled by e^-κ: Commons Math has J_v alone.
 *
 * @param logExcess log h(κ) - κ ≤ 0
 * @param length A(κ), in [0, 1)
 * @param shortfall 1 - A(κ), which is exact where A rounds to 1
 * @param variance A'(κ), in (0, 1/m]
 * @param divergence from the uniform distribution, nats, ≥ 0
 */
record MeanResultant(double logExcess, double length, double shortfall, double variance, double divergence) {

    private static final double FEWEST_ASYMPTOTIC = 50;
    private static final double ROUNDING = 0x1p-54;
    private static final double RESCALE = 0x1p300;
    private static final int MOST_TERMS = 1_000_000;

    /**
     * Computes the numbers of one distribution.
     *
     * @param dimensions m, ≥ 2
     * @param kappa κ, ≥ 0
     */
    static MeanResultant of(int dimensions, double kappa) {
        double v = dimensions / 2.0 - 1;
        if (Double.isNaN(kappa)) {
            return new MeanResultant(kappa, kappa, kappa, kappa, kappa);
        }
        return kappa < Math.max(FEWEST_ASYMPTOTIC, v * v)
                ? series(dimensions, v, kappa)
                : asymptotic(dimensions, kappa);
    }

    /** h = Σ t_k with t_k = (κ²/4)^k / (k! (v+1)_k), and the sums of 2k t_k = κh' and 2k (2k-1) t_k = κ²h''. */
    private static MeanResultant series(int dimensions, double v, double kappa) {
        double quarter = kappa * kappa / 4;
        if (quarter < Double.MIN_NORMAL) {
            double length = kappa / dimensions;
            return new MeanResultant(-kappa, length, 1 - length, 1.0 / dimensions, 0);
        }
        double one = 1;
        double logScale = 0;
        double term = 1;
        double rest = 0;
        double first = 0;
        double second = 0;
        for (int k = 1;
                k < MOST_TERMS && (k * (k + v) < 2 * quarter || term * (2 * k + 1) * (2 * k) > ROUNDING * first);
                k++) {
            term *= quarter / (k * (k + v));
            rest += term;
            first += 2.0 * k * term;
            second += 2.0 * k * (2.0 * k - 1) * term;
            if (rest > RESCALE) {
                one /= RESCALE;
                term /= RESCALE;
                rest /= RESCALE;
                first /= RESCALE;
                second /= RESCALE;
                logScale += Math.log(RESCALE);
            }
        }
        double sum = one + rest;
        double logSum = logScale == 0 ? Math.log1p(rest) : Math.log(sum) + logScale;
        double length = first / sum / kappa;
        double variance = second / sum / (kappa * kappa) - length * length;
        return new MeanResultant(logSum - kappa, length, 1 - length, variance, first / sum - logSum);
    }

    /**
     * I_v(κ) = e^κ / √(2πκ) · Σ (-1)^k a_k(v) / κ^k with a_k = a_{k-1} (4v² - (2k-1)²) / (8k); κ (1 - A) is the sum of
     * the differences between the terms of v and v + 1 over the sum of v.
     */
    private static MeanResultant asymptotic(int dimensions, double kappa) {
        double v = dimensions / 2.0 - 1;
        double a = 1;
        double b = 1;
        double sum = 1;
        double difference = 0;
        double last = Double.POSITIVE_INFINITY;
        for (int k = 1; Math.abs(a) + Math.abs(b) <= last && Math.abs(a) + Math.abs(b) > ROUNDING; k++) {
            last = Math.abs(a) + Math.abs(b);
            double odd = 2.0 * k - 1;
            a *= -(4 * v * v - odd * odd) / (8 * k * kappa);
            b *= -(4 * (v + 1) * (v + 1) - odd * odd) / (8 * k * kappa);
            sum += a;
            difference += kappa * (a - b);
        }
        double gap = difference / sum;
        double shortfall = gap / kappa;
        double logExcess =
                Gamma.logGamma(v + 1) + v * Math.log(2 / kappa) - 0.5 * Math.log(2 * Math.PI * kappa) + Math.log(sum);
        double variance = (2 * gap - (dimensions - 1) + shortfall * (dimensions - 1 - gap)) / kappa;
        return new MeanResultant(logExcess, 1 - shortfall, shortfall, variance, -gap - logExcess);
    }
}
