package mymodels;

import org.nd4j.shade.jackson.annotation.JsonCreator;
import org.nd4j.shade.jackson.annotation.JsonProperty;
import org.vae4j.likelihood.PointwiseLikelihood;
import org.vae4j.math.StableMath;

/**
 * Independent logistic features with the mean from the decoder and one given scale s:
 * -log p(x|m) = Σ t + 2 log(1 + e^-t) + log s with t = (x - m)/s.
 *
 * @param scale s, above 0
 */
public record LogisticLikelihood(@JsonProperty("scale") double scale) implements PointwiseLikelihood {

    /** Checks the scale. */
    @JsonCreator
    public LogisticLikelihood {
        if (!(scale > 0)) {
            throw new IllegalArgumentException("scale: found " + scale + ", expected a number > 0");
        }
    }

    /** The prototype. */
    public LogisticLikelihood() {
        this(0.1);
    }

    @Override
    public String name() {
        return "logistic";
    }

    @Override
    public int parametersPerFeature() {
        return 1;
    }

    @Override
    public double lossAndGradient(double x, double[] parameters, double[] gradient) {
        double t = (x - parameters[0]) / scale;
        gradient[0] = -Math.tanh(t / 2) / scale;
        return t + 2 * StableMath.softplus(-t) + Math.log(scale);
    }

    @Override
    public double mean(double[] parameters) {
        return parameters[0];
    }

    @Override
    public double draw(double uniform, double[] parameters) {
        return parameters[0] + scale * StableMath.logit(Math.max(uniform, Double.MIN_NORMAL));
    }
}
