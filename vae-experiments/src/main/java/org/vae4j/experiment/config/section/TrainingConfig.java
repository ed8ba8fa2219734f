package org.vae4j.experiment.config.section;

import java.util.List;
import java.util.OptionalInt;

/**
 * How the objective is minimised.
 *
 * @param epochs passes over the training examples, at least 1
 * @param batchSize examples a step, at least 1; the last batch of an epoch may be shorter
 * @param updater which rule turns gradients into steps
 * @param learningRate above 0, until the first stage; far above 0.01 training diverges
 * @param stages later learning rates, from rising epochs on; empty: the rate never changes
 * @param beta1 Adam's decay of the first moment, in [0, 1)
 * @param beta2 Adam's decay of the second moment, in [0, 1)
 * @param epsilon Adam's guard of the denominator, above 0
 * @param initialSecondMoment what Adam's second moment begins at, at least 0
 * @param select which of the models that training went through is the result
 * @param patience training ends when the validation ELBO was not improved for so many epochs; absent: never
 * @param checkpointEveryEpochs an interrupted run loses at most so many epochs, at least 1
 * @param checkpointEverySeconds and at most so many seconds: checkpoints within an epoch, too; 0: none of these
 * @param keepEveryEpochs the checkpoints after so many epochs, and twice as many, and so on, are never replaced; absent:
 *     only the last two are kept, and the best
 * @param workers how many threads share each batch, at least 1; absent: as many as the run has, where that is faster.
 *     Does not change a step beyond rounding
 */
public record TrainingConfig(
        int epochs,
        int batchSize,
        UpdaterKind updater,
        double learningRate,
        List<Stage> stages,
        double beta1,
        double beta2,
        double epsilon,
        double initialSecondMoment,
        Selection select,
        OptionalInt patience,
        int checkpointEveryEpochs,
        double checkpointEverySeconds,
        OptionalInt keepEveryEpochs,
        OptionalInt workers) {

    /** Validates. */
    public TrainingConfig {
        Check.atLeast("epochs", epochs, 1);
        Check.atLeast("batchSize", batchSize, 1);
        Check.positive("learningRate", learningRate);
        stages = List.copyOf(stages);
        for (int i = 0; i < stages.size(); i++) {
            Check.atLeast("stages.fromEpoch", stages.get(i).fromEpoch, i == 0 ? 1 : stages.get(i - 1).fromEpoch + 1);
        }
        Check.within("beta1", beta1, 0, 1);
        Check.within("beta2", beta2, 0, 1);
        Check.positive("epsilon", epsilon);
        Check.notNegative("initialSecondMoment", initialSecondMoment);
        patience.ifPresent(p -> Check.atLeast("patience", p, 1));
        Check.atLeast("checkpointEveryEpochs", checkpointEveryEpochs, 1);
        Check.notNegative("checkpointEverySeconds", checkpointEverySeconds);
        keepEveryEpochs.ifPresent(n -> Check.atLeast("keepEveryEpochs", n, 1));
        workers.ifPresent(n -> Check.atLeast("workers", n, 1));
    }

    /**
     * A learning rate that holds from an epoch on.
     *
     * @param fromEpoch how many epochs were done before it, at least 1
     * @param learningRate above 0
     */
    public record Stage(int fromEpoch, double learningRate) {

        /** Validates. */
        public Stage {
            Check.positive("learningRate", learningRate);
        }
    }

    /** Which of the models that training went through is the result. */
    public enum Selection {
        /** The one after the last epoch. */
        LAST,
        /** The one with the lowest negative ELBO on the validation examples after an epoch. */
        BEST_VALID
    }

    /** The rule that turns gradients into steps. */
    public enum UpdaterKind {
        /** Kingma and Ba 2014. */
        ADAM,
        /** Plain gradient descent. */
        SGD
    }
}
