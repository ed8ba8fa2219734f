package org.vae4j.likelihood;

import org.vae4j.math.StableMath;

/**
 * Independent features of 256 levels, 0, 1/255, …, 1, each with the probability that a logistic variable of mean μ and
 * scale s falls into the level's interval: P(x) = σ((x + h - μ)/s) - σ((x - h - μ)/s) with h = ½/255; the intervals of
 * 0 and of 1 reach to minus and plus infinity (Kingma et al. 2016, "Improving variational inference with inverse
 * autoregressive flow", appendix C.2; the edges as in Salimans et al. 2017, "PixelCNN++", eq. 2). The probabilities of
 * the 256 levels sum to one for every μ and s.
 *
 * <p>The parameters are [μ | log s]. With a and b for the two arguments, σ(a) - σ(b) = σ(a) σ(-b) (1 - e^(b - a)),
 * which does not cancel however far a level lies from μ. A value between two levels counts as the nearer one. Scales
 * are kept between e^{@value #LOWEST_LOG_SCALE}, a quarter of a level, and e^{@value #HIGHEST_LOG_SCALE}; outside only
 * a gradient that leads back is passed.
 */
public record DiscretisedLogisticLikelihood() implements PointwiseLikelihood {

    private static final int TOP = 255;
    private static final double HALF = 0.5 / TOP;
    private static final double LOWEST_LOG_SCALE = -7;
    private static final double HIGHEST_LOG_SCALE = 7;

    /** A logistic function of it is 1 to the last bit. */
    private static final double CERTAIN = 40;

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
        double upper = (level / TOP + HALF - parameters[0]) * precision;
        double lower = (level / TOP - HALF - parameters[0]) * precision;
        gradient[0] = 0;
        gradient[1] = 0;
        double loss = 0;
        // What the loss is the logarithm of, beside its linear parts: one logarithm in place of three.
        double factor = 1;
        if (level < TOP) {
            double tail = Math.exp(-Math.abs(upper));
            double above = (upper > 0 ? tail : 1) / (1 + tail);
            loss += Math.max(-upper, 0);
            factor *= 1 + tail;
            gradient[0] += above * precision;
            gradient[1] += above * upper;
        }
        if (level > 0) {
            double tail = Math.exp(-Math.abs(lower));
            double below = (lower > 0 ? 1 : tail) / (1 + tail);
            loss += Math.max(lower, 0);
            factor *= 1 + tail;
            gradient[0] -= below * precision;
            gradient[1] -= below * lower;
        }
        if (level > 0 && level < TOP) {
            double width = 2 * HALF * precision;
            double tail = Math.exp(-width);
            double complement = StableMath.complement(width, tail);
            factor /= complement;
            gradient[1] += width * tail / complement;
        }
        gradient[1] = inwards(gradient[1], parameters[1]);
        return loss + Math.log(factor);
    }

    private static double bounded(double logScale) {
        return Math.max(LOWEST_LOG_SCALE, Math.min(HIGHEST_LOG_SCALE, logScale));
    }

    /** A step goes against the gradient. */
    private static double inwards(double gradient, double logScale) {
        return logScale < LOWEST_LOG_SCALE
                ? Math.min(gradient, 0)
                : logScale > HIGHEST_LOG_SCALE ? Math.max(gradient, 0) : gradient;
    }

    /**
     * The sum of the probabilities that the level is k or higher, over k from 1 to 255, by a product for each next k.
     */
    @Override
    public double mean(double[] parameters) {
        double scale = Math.exp(bounded(parameters[1]));
        int certain = (int) Math.max(0, Math.min(TOP, Math.floor((parameters[0] - CERTAIN * scale) * TOP + 0.5)));
        double ratio = Math.exp((certain + 0.5) / TOP / scale - parameters[0] / scale);
        double factor = Math.exp(1 / (TOP * scale));
        double sum = certain;
        for (int k = certain + 1; k <= TOP; k++) {
            sum += 1 / (1 + ratio);
            ratio *= factor;
        }
        return sum / TOP;
    }

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
