package org.vae4j.likelihood;

import org.vae4j.math.StableMath;

/**
 * Independent features of 256 levels, 0, 1/255, …, 1. The probability of a level is that of its interval under a
 * logistic distribution with mean μ and scale s: P(x) = σ(u) - σ(l) with u = (x + h - μ)/s, l = (x - h - μ)/s and h =
 * ½/255. The interval of 0 extends to minus infinity and that of 1 to infinity, so the 256 probabilities sum to one
 * (Kingma et al. 2016, "Improving variational inference with inverse autoregressive flow", appendix C.2; the edges as
 * in Salimans et al. 2017, "PixelCNN++", eq. 2).
 *
 * <p>σ(u) - σ(l) = σ(u) σ(-l) (1 - e^-w) with w = u - l = 2h/s, a product that does not cancel however far a level lies
 * from μ. Hence -log P = log(1 + e^-u) + log(1 + e^l) - log(1 - e^-w), without the terms of an edge at infinity. The
 * parameters are [μ | log s], and the gradient of -log P is (σ(-u) - σ(l))/s with respect to μ, and u σ(-u) - l σ(l) +
 * w e^-w / (1 - e^-w) with respect to log s.
 *
 * <p>A value between two levels counts as the nearer one. The scale is bounded to e^{@value #LOWEST_LOG_SCALE}, a
 * quarter of a level, and e^{@value #HIGHEST_LOG_SCALE}; beyond a bound only gradients that lead back are passed.
 */
public record DiscretisedLogisticLikelihood() implements PointwiseLikelihood {

    private static final int TOP = 255;
    private static final double HALF = 0.5 / TOP;
    private static final double LOWEST_LOG_SCALE = -7;
    private static final double HIGHEST_LOG_SCALE = 7;

    /** σ(40) is 1 to the last bit of a double. */
    private static final double SATURATION = 40;

    @Override
    public ValueRange support() {
        return ValueRange.LEVELS;
    }

    @Override
    public int parametersPerFeature() {
        return 2;
    }

    @Override
    public double lossAndGradient(double x, double[] parameters, double[] gradient) {
        double level = Math.rint(Math.max(0, Math.min(1, x)) * TOP);
        double logScale = bounded(parameters[1]);
        double precision = Math.exp(-logScale);
        double u = (level / TOP + HALF - parameters[0]) * precision;
        double l = (level / TOP - HALF - parameters[0]) * precision;
        gradient[0] = 0;
        gradient[1] = 0;
        double loss = 0;
        // The product (1 + e^-|u|)(1 + e^-|l|) / (1 - e^-w): one logarithm instead of three.
        double factor = 1;
        if (level < TOP) {
            double tail = Math.exp(-Math.abs(u));
            double above = (u > 0 ? tail : 1) / (1 + tail); // σ(-u)
            loss += Math.max(-u, 0);
            factor *= 1 + tail;
            gradient[0] += above * precision;
            gradient[1] += above * u;
        }
        if (level > 0) {
            double tail = Math.exp(-Math.abs(l));
            double below = (l > 0 ? 1 : tail) / (1 + tail); // σ(l)
            loss += Math.max(l, 0);
            factor *= 1 + tail;
            gradient[0] -= below * precision;
            gradient[1] -= below * l;
        }
        if (level > 0 && level < TOP) {
            double w = 2 * HALF * precision;
            double tail = Math.exp(-w);
            double complement = StableMath.complement(w, tail);
            factor /= complement;
            gradient[1] += w * tail / complement;
        }
        gradient[1] = inwards(gradient[1], parameters[1]);
        return loss + Math.log(factor);
    }

    private static double bounded(double logScale) {
        return Math.max(LOWEST_LOG_SCALE, Math.min(HIGHEST_LOG_SCALE, logScale));
    }

    /**
     * Below the lowest scale only negative gradients pass, since a step against them raises it; above, only positive.
     */
    private static double inwards(double gradient, double logScale) {
        return logScale < LOWEST_LOG_SCALE
                ? Math.min(gradient, 0)
                : logScale > HIGHEST_LOG_SCALE ? Math.max(gradient, 0) : gradient;
    }

    /**
     * E[x] = 1/255 Σ_k P(level ≥ k), over k from 1 to 255, with P(level ≥ k) = 1/(1 + e^a_k) and a_k = ((k - ½)/255 -
     * μ)/s. The e^a_k are a geometric sequence; levels far below μ have the probability 1 and are not computed.
     */
    @Override
    public double mean(double[] parameters) {
        double scale = Math.exp(bounded(parameters[1]));
        int certain = (int) Math.max(0, Math.min(TOP, Math.floor((parameters[0] - SATURATION * scale) * TOP + 0.5)));
        double odds = Math.exp((certain + 0.5) / TOP / scale - parameters[0] / scale);
        double factor = Math.exp(1 / (TOP * scale));
        double sum = certain;
        for (int k = certain + 1; k <= TOP; k++) {
            sum += 1 / (1 + odds);
            odds *= factor;
        }
        return sum / TOP;
    }

    /** Draws the logistic variable by its quantile function, μ + s logit(uniform), and rounds it to a level. */
    @Override
    public double draw(double uniform, double[] parameters) {
        double scale = Math.exp(bounded(parameters[1]));
        double value = parameters[0] + scale * StableMath.logit(uniform);
        return Math.rint(Math.max(0, Math.min(1, value)) * TOP) / TOP;
    }

    @Override
    public String name() {
        return "discretised_logistic";
    }
}
