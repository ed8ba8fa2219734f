package org.vae4j.experiment.study.chainrule;

/**
 * What d pixels cost and give.
 *
 * @param pixels d
 * @param tableParameters of the chain rule with nothing assumed
 * @param logisticParameters of the chain of logistic regressions
 * @param unseenContexts the share of test images whose first d - 1 pixels never occurred in training
 * @param tableNegLogLikelihood of test images, nats per image
 * @param logisticNegLogLikelihood of test images, nats per image
 * @param independentNegLogLikelihood of test images, nats per image, pixels taken as independent
 */
public record PixelCount(
        int pixels,
        long tableParameters,
        long logisticParameters,
        double unseenContexts,
        double tableNegLogLikelihood,
        double logisticNegLogLikelihood,
        double independentNegLogLikelihood) {}
