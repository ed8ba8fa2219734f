package org.vae4j.experiment.config;

/**
 * How the objective is minimised.
 *
 * @param epochs passes over the training examples, at least 1
 * @param batchSize examples a step, at least 1; the last batch of an epoch may be shorter
 * @param updater which rule turns gradients into steps
 * @param learningRate above 0; far above 0.01 training diverges
 * @param beta1 Adam's decay of the first moment, in [0, 1)
 * @param beta2 Adam's decay of the second moment, in [0, 1)
 * @param epsilon Adam's guard of the denominator, above 0
 * @param checkpointEveryEpochs an interrupted run loses at most so many epochs, at least 1
 */
public record TrainingConfig(
        int epochs,
        int batchSize,
        UpdaterKind updater,
        double learningRate,
        double beta1,
        double beta2,
        double epsilon,
        int checkpointEveryEpochs) {

    /** Validates. */
    public TrainingConfig {
        Check.atLeast("epochs", epochs, 1);
        Check.atLeast("batchSize", batchSize, 1);
        Check.positive("learningRate", learningRate);
        Check.within("beta1", beta1, 0, 1);
        Check.within("beta2", beta2, 0, 1);
        Check.positive("epsilon", epsilon);
        Check.atLeast("checkpointEveryEpochs", checkpointEveryEpochs, 1);
    }

    /** The rule that turns gradients into steps. */
    public enum UpdaterKind {
        /** Kingma and Ba 2014. */
        ADAM,
        /** Plain gradient descent. */
        SGD
    }
}
