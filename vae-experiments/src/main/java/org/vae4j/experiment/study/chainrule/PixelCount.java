package org.vae4j.experiment.study.chainrule;

/**
 * The numbers of parameters and the test likelihoods of the densities of the first d pixels.
 *
 * @param pixels d
 * @param tableParameters the number of parameters of {@link ChainRule}
 * @param logisticParameters the number of parameters of {@link LogisticChain}
 * @param unseenContexts the share of test images whose first d - 1 pixels never occurred in training
 * @param tableNegLogLikelihood test images by {@link ChainRule}, nats per image
 * @param logisticNegLogLikelihood test images by {@link LogisticChain}, nats per image
 * @param independentNegLogLikelihood test images with independent pixels, nats per image
 */
public record PixelCount(
        int pixels,
        long tableParameters,
        long logisticParameters,
        double unseenContexts,
        double tableNegLogLikelihood,
        double logisticNegLogLikelihood,
        double independentNegLogLikelihood) {}
