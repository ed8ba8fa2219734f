package org.vae4j.latent.manifold;

import org.apache.commons.math3.special.Gamma;

/**
 * The numbers of a von Mises-Fisher distribution on the sphere in ℝᵐ that follow from its concentration κ alone, with
 * v = m/2 - 1 and w = μᵀz (Mardia and Jupp 2000, section 9.3, from memory):
 *
 * <ul>
 *   <li>the normaliser against the uniform distribution, h(κ) = E e^{κw} over the uniform one = Γ(v+1) (2/κ)^v I_v(κ),
 *   <li>the mean resultant length A(κ) = E w = I_{v+1}(κ) / I_v(κ), which is d log h / dκ,
 *   <li>its derivative A'(κ) = 1 - A² - (m-1) A / κ = Var w, and
 *   <li>the divergence from the uniform distribution, κ A - log h.
 * </ul>
 *
 * <p>Two expansions without cancellation cover all κ: the power series of h, whose terms are positive, below
 * κ = max(50, v²), and Hankel's asymptotic expansion of I_v from there on, which gives 1 - A as a sum of its own. No
 * library on the class path has I_v scaled by e^-κ: Commons Math has J_v only.
 *
 * @param logExcess log h(κ) - κ ≤ 0
 * @param length A(κ), in [0, 1)
 * @param shortfall 1 - A(κ), which is exact where A rounds to 1
 * @param variance A'(κ), in (0, 1/m]
 * @param divergence from the uniform distribution, nats, ≥ 0
 */
record MeanResultant(double logExcess, double length, double shortfall, double variance, double divergence) {

    /** The least κ for which Hankel's terms fall below rounding before they grow. */
    private static final double LEAST_ASYMPTOTIC_KAPPA = 50;

    /** Terms that are smaller relative to their sum do not change it. */
    private static final double NEGLIGIBLE = 0x1p-54;

    /** The sums of the power series are divided by this number when they reach it, before they overflow. */
    private static final double RESCALE = 0x1p300;

    /** Bounds the power series, which has about κ < v² terms: fewer than this in up to two thousand dimensions. */
    private static final int MAX_TERMS = 1_000_000;

    /**
     * Computes the numbers of one distribution.
     *
     * @param dimensions m, ≥ 2
     * @param kappa κ, ≥ 0; the result consists of NaN where it is NaN
     */
    static MeanResultant of(int dimensions, double kappa) {
        double v = dimensions / 2.0 - 1;
        if (Double.isNaN(kappa)) {
            return new MeanResultant(kappa, kappa, kappa, kappa, kappa);
        }
        return kappa < Math.max(LEAST_ASYMPTOTIC_KAPPA, v * v)
                ? series(dimensions, kappa)
                : asymptotic(dimensions, kappa);
    }

    /**
     * Sums h = Σ t_k with t_k = (κ²/4)^k / (k! (v+1)_k), κh' = Σ 2k t_k and κ²h'' = Σ 2k (2k-1) t_k. Then A = h'/h and
     * A' = h''/h - A².
     */
    private static MeanResultant series(int dimensions, double kappa) {
        double v = dimensions / 2.0 - 1;
        double quarter = kappa * kappa / 4;
        if (quarter < Double.MIN_NORMAL) {
            double length = kappa / dimensions;
            return new MeanResultant(-kappa, length, 1 - length, 1.0 / dimensions, 0);
        }
        // h = firstTerm + laterTerms, all divided by e^logScale: log h of a small κ is log1p of the later terms.
        double firstTerm = 1;
        double laterTerms = 0;
        double logScale = 0;
        double term = 1;
        double kappaSlope = 0;
        double kappaCurvature = 0;
        for (int k = 1;
                k < MAX_TERMS && (k * (k + v) < 2 * quarter || term * (2 * k + 1) * (2 * k) > NEGLIGIBLE * kappaSlope);
                k++) {
            term *= quarter / (k * (k + v));
            laterTerms += term;
            kappaSlope += 2.0 * k * term;
            kappaCurvature += 2.0 * k * (2.0 * k - 1) * term;
            if (laterTerms > RESCALE) {
                firstTerm /= RESCALE;
                term /= RESCALE;
                laterTerms /= RESCALE;
                kappaSlope /= RESCALE;
                kappaCurvature /= RESCALE;
                logScale += Math.log(RESCALE);
            }
        }
        double sum = firstTerm + laterTerms;
        double logSum = logScale == 0 ? Math.log1p(laterTerms) : Math.log(sum) + logScale;
        double length = kappaSlope / sum / kappa;
        double variance = kappaCurvature / sum / (kappa * kappa) - length * length;
        return new MeanResultant(logSum - kappa, length, 1 - length, variance, kappaSlope / sum - logSum);
    }

    /**
     * Sums I_v(κ) = e^κ / √(2πκ) · Σ s_k(v) with s_0 = 1 and s_k = -s_{k-1} (4v² - (2k-1)²) / (8kκ), and
     * gap = κ (1 - A) = κ Σ (s_k(v) - s_k(v+1)) / Σ s_k(v). The sums end before the terms grow again.
     */
    private static MeanResultant asymptotic(int dimensions, double kappa) {
        double v = dimensions / 2.0 - 1;
        double term = 1;
        double nextOrderTerm = 1;
        double sum = 1;
        double difference = 0;
        double size = Math.abs(term) + Math.abs(nextOrderTerm);
        double lastSize = Double.POSITIVE_INFINITY;
        for (int k = 1; size <= lastSize && size > NEGLIGIBLE; k++) {
            double odd = 2.0 * k - 1;
            term *= -(4 * v * v - odd * odd) / (8 * k * kappa);
            nextOrderTerm *= -(4 * (v + 1) * (v + 1) - odd * odd) / (8 * k * kappa);
            sum += term;
            difference += kappa * (term - nextOrderTerm);
            lastSize = size;
            size = Math.abs(term) + Math.abs(nextOrderTerm);
        }
        double gap = difference / sum;
        double shortfall = gap / kappa;
        double logExcess =
                Gamma.logGamma(v + 1) + v * Math.log(2 / kappa) - 0.5 * Math.log(2 * Math.PI * kappa) + Math.log(sum);
        double variance = (2 * gap - (dimensions - 1) + shortfall * (dimensions - 1 - gap)) / kappa;
        return new MeanResultant(logExcess, 1 - shortfall, shortfall, variance, -gap - logExcess);
    }
}
