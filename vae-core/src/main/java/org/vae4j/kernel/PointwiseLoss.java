package org.vae4j.kernel;

/**
 * The loss of one value of an example, given the parameters that a decoder emits for it. A loss of a whole example is
 * the sum over its values: {@link PointwiseKernels#pointwise}.
 */
public interface PointwiseLoss {

    /**
     * The loss of one value and its derivatives.
     *
     * @param x the value
     * @param parameters of the value's feature; not changed
     * @param gradient the derivative of the loss with respect to each parameter: overwritten
     * @return the loss, such as -log p(x) in nats
     */
    double lossAndGradient(double x, double[] parameters, double[] gradient);
}
