package org.vae4j.likelihood;

import org.nd4j.shade.jackson.annotation.JsonCreator;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * Independent features of 256 levels, each with a mixture of K {@linkplain DiscretisedLogisticLikelihood discretised
 * logistics}: P(x) = Σ_k π_k P_k(x) (Salimans et al. 2017, "PixelCNN++", eq. 2, without its autoregression and without
 * its dependence between channels). With K = 1 it is the discretised logistic. The probabilities of the 256 levels sum
 * to one.
 *
 * <p>The parameters are [μ_1 … μ_K | log s_1 … log s_K | logits of π_1 … π_K]. With the losses L_k = -log P_k and the
 * responsibilities r_k = π_k P_k / P, the gradient of -log P is r_k times that of L_k with respect to μ_k and log s_k,
 * and π_k - r_k with respect to the k-th logit.
 *
 * @param components K, ≥ 1
 */
public record MixtureLogisticLikelihood(
        @JsonProperty("components") int components) implements PointwiseLikelihood {

    private static final int DEFAULT_COMPONENTS = 5;
    private static final DiscretisedLogisticLikelihood COMPONENT = new DiscretisedLogisticLikelihood();

    @JsonCreator
    public MixtureLogisticLikelihood {
        if (components < 1) {
            throw new IllegalArgumentException("found components = " + components + ", expected a number >= 1");
        }
    }

    /** A mixture of {@value #DEFAULT_COMPONENTS}. */
    public MixtureLogisticLikelihood() {
        this(DEFAULT_COMPONENTS);
    }

    @Override
    public ValueRange support() {
        return ValueRange.LEVELS;
    }

    @Override
    public int parametersPerFeature() {
        return 3 * components;
    }

    @Override
    public double lossAndGradient(double x, double[] parameters, double[] gradient) {
        double[] weights = weights(parameters);
        double[] componentParameters = new double[2];
        double[] componentGradient = new double[2];
        double[] terms = new double[components]; // L_k
        double smallest = Double.POSITIVE_INFINITY;
        for (int k = 0; k < components; k++) {
            componentParameters[0] = parameters[k];
            componentParameters[1] = parameters[components + k];
            terms[k] = COMPONENT.lossAndGradient(x, componentParameters, componentGradient);
            gradient[k] = componentGradient[0];
            gradient[components + k] = componentGradient[1];
            smallest = Math.min(smallest, terms[k]);
        }
        // From here on π_k P_k, relative to the largest P_k: their sum neither overflows nor vanishes.
        double sum = 0;
        for (int k = 0; k < components; k++) {
            terms[k] = weights[k] * Math.exp(smallest - terms[k]);
            sum += terms[k];
        }
        for (int k = 0; k < components; k++) {
            double responsibility = terms[k] / sum;
            gradient[k] *= responsibility;
            gradient[components + k] *= responsibility;
            gradient[2 * components + k] = weights[k] - responsibility;
        }
        return smallest - Math.log(sum);
    }

    private static double[] component(double[] parameters, int k) {
        return new double[] {parameters[k], parameters[parameters.length / 3 + k]};
    }

    /**
     * π, the softmax of the logits. Each is at least about the smallest normal number, so that Σ π_k P_k never
     * vanishes.
     */
    private double[] weights(double[] parameters) {
        double largest = Double.NEGATIVE_INFINITY;
        for (int k = 0; k < components; k++) {
            largest = Math.max(largest, parameters[2 * components + k]);
        }
        double[] weights = new double[components];
        double sum = 0;
        for (int k = 0; k < components; k++) {
            weights[k] = Math.max(Double.MIN_NORMAL, Math.exp(parameters[2 * components + k] - largest));
            sum += weights[k];
        }
        for (int k = 0; k < components; k++) {
            weights[k] /= sum;
        }
        return weights;
    }

    @Override
    public double mean(double[] parameters) {
        double[] weights = weights(parameters);
        double mean = 0;
        for (int k = 0; k < components; k++) {
            mean += weights[k] * COMPONENT.mean(component(parameters, k));
        }
        return mean;
    }

    /**
     * Chooses the component into whose interval of length π_k the uniform number falls. The position within that
     * interval is again uniform and draws from the component.
     */
    @Override
    public double draw(double uniform, double[] parameters) {
        double[] weights = weights(parameters);
        int k = 0;
        double rest = uniform;
        while (k < components - 1 && rest >= weights[k]) {
            rest -= weights[k++];
        }
        return COMPONENT.draw(Math.min(rest / weights[k], Math.nextDown(1.0)), component(parameters, k));
    }

    @Override
    public String name() {
        return "mixture_logistic";
    }
}
