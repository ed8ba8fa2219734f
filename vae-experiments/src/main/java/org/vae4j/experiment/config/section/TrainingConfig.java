package org.vae4j.experiment.config.section;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.vae4j.train.lagging.Lagging;

/**
 * The section {@code training}: the way of minimising the objective.
 *
 * @param epochs passes over the training examples, at least 1
 * @param batchSize examples per step, at least 1; the last batch of an epoch may be shorter
 * @param updater the name of the rule that turns gradients into steps, one of {@link Updaters}
 * @param learningRate the learning rate until the first stage, above 0; far above 0.01 training diverges
 * @param stages later learning rates, which all begin at rising epochs or all at rising updates; empty for none
 * @param beta1 Adam's decay of the first moment, in [0, 1)
 * @param beta2 Adam's decay of the second moment, in [0, 1)
 * @param epsilon Adam's guard of the denominator, above 0
 * @param initialSecondMoment the initial value of Adam's second moment, at least 0
 * @param momentum the momentum of sgd and rmsprop, in [0, 1)
 * @param rho RMSProp's decay of the mean square, in [0, 1)
 * @param centred whether RMSProp divides by the gradient's deviation instead of its root mean square
 * @param weightDecay the decay of weights, not of biases, at least 0: decoupled with adamw, the gradient of an L2
 *     penalty with other updaters
 * @param weightDecayGroup the layers whose weights decay
 * @param groups keys that replace those of this section for groups of parameters, by name of the group; see {@link
 *     GroupKeys}
 * @param clipNorm the largest norm of the mean gradient over all parameters, above 0; absent for no clipping
 * @param clipValue the largest absolute value of each component of the mean gradient, above 0; absent for no clipping
 * @param schedule the course of the learning rate, instead of stages
 * @param select the model of the training that is the result
 * @param selectBy the value by which validation compares epochs, smaller being better: {@code bound}, the trained bound
 *     with its draws and at beta 1; {@code elbo}; {@code iwae-N}, the importance-weighted bound over N samples, which
 *     tends to log p(x); {@code objective}, the minimised value; {@code reconstruction}; {@code kl}; or the name of one
 *     of the objective's terms
 * @param patience number of epochs without an improvement on the validation examples after which training ends; absent
 *     to train all epochs
 * @param checkpointEveryEpochs number of epochs between checkpoints, at least 1
 * @param checkpointEverySeconds number of seconds between checkpoints within an epoch; 0 for none within an epoch
 * @param keepEveryEpochs number of epochs between checkpoints that are never replaced; absent to keep only the last two
 *     and the best
 * @param lagging steps that move the encoder alone, so that it catches up with the decoder
 * @param workers number of threads that share each batch, at least 1; absent for as many as the run has, where that is
 *     faster. It changes a step by rounding only
 */
public record TrainingConfig(
        int epochs,
        int batchSize,
        String updater,
        double learningRate,
        List<Stage> stages,
        double beta1,
        double beta2,
        double epsilon,
        double initialSecondMoment,
        double momentum,
        double rho,
        boolean centred,
        double weightDecay,
        DecayGroup weightDecayGroup,
        Map<String, Map<String, Object>> groups,
        Optional<Double> clipNorm,
        Optional<Double> clipValue,
        ScheduleConfig schedule,
        Selection select,
        String selectBy,
        OptionalInt patience,
        int checkpointEveryEpochs,
        double checkpointEverySeconds,
        OptionalInt keepEveryEpochs,
        LaggingConfig lagging,
        OptionalInt workers) {

    /**
     * Checks the settings and copies the collections.
     *
     * @throws IllegalArgumentException if a setting is out of range, or two exclude one another
     */
    public TrainingConfig {
        Check.atLeast("epochs", epochs, 1);
        Check.atLeast("batchSize", batchSize, 1);
        Check.positive("learningRate", learningRate);
        stages = Stage.inOrder(stages);
        Check.within("beta1", beta1, 0, 1);
        Check.within("beta2", beta2, 0, 1);
        Check.positive("epsilon", epsilon);
        Check.notNegative("initialSecondMoment", initialSecondMoment);
        updater = Updaters.named(updater).name();
        Check.within("momentum", momentum, 0, 1);
        Check.within("rho", rho, 0, 1);
        Check.notNegative("weightDecay", weightDecay);
        groups = GroupKeys.normalised(groups);
        clipNorm.ifPresent(limit -> Check.positive("clipNorm", limit));
        clipValue.ifPresent(limit -> Check.positive("clipValue", limit));
        if (!selectBy.matches("[A-Za-z0-9_-]+")) {
            throw Check.wrong("selectBy", "'" + selectBy + "'", "one name, for example bound, elbo or iwae-500");
        }
        patience.ifPresent(p -> Check.atLeast("patience", p, 1));
        Check.atLeast("checkpointEveryEpochs", checkpointEveryEpochs, 1);
        Check.notNegative("checkpointEverySeconds", checkpointEverySeconds);
        keepEveryEpochs.ifPresent(n -> Check.atLeast("keepEveryEpochs", n, 1));
        workers.ifPresent(n -> Check.atLeast("workers", n, 1));
        UpdaterKeys.requireRead(
                Updaters.named(updater),
                Map.of(
                        "beta1", beta1,
                        "beta2", beta2,
                        "epsilon", epsilon,
                        "initialSecondMoment", initialSecondMoment,
                        "momentum", momentum,
                        "rho", rho,
                        "centred", centred,
                        "clipNorm", clipNorm,
                        "clipValue", clipValue));
        requireFit(updater, weightDecay, weightDecayGroup);
        if (!stages.isEmpty() && schedule.changes()) {
            throw Check.wrong("stages", stages + " beside a schedule", "one of the two");
        }
        schedule.requireAtMost(learningRate);
        if (clipNorm.isPresent() && clipValue.isPresent()) {
            throw Check.wrong("clipValue", clipValue.get() + " beside clipNorm", "one of the two");
        }
        if (updater.equals("adam_norm_grad") && (clipNorm.isPresent() || clipValue.isPresent())) {
            throw Check.wrong("updater", "adam_norm_grad with clipping", "no clipping: it makes every norm 1");
        }
    }

    /** {@return whether validation decides which model is the result, or when training ends} */
    public boolean selects() {
        return select == Selection.BEST_VALID || patience.isPresent();
    }

    /** {@return whether weights decay beside the updater's step, as with adamw, and not by their penalty's gradient} */
    public boolean decaysBesideTheStep() {
        return updater.equals(Updaters.ADAM_W);
    }

    private static void requireFit(String updater, double weightDecay, DecayGroup group) {
        if (updater.equals(Updaters.ADAM_W) && weightDecay == 0) {
            throw Check.wrong("weightDecay", "0 with training.updater=adamw", "a number above 0, for example 0.01");
        }
        if (weightDecay == 0 && group != DecayGroup.ALL) {
            throw Check.wrong(
                    "weightDecayGroup",
                    group.name().toLowerCase(Locale.ROOT) + " without training.weightDecay",
                    "a weightDecay above 0");
        }
    }

    /**
     * Steps that move the encoder alone.
     *
     * @param encoderSteps number of such steps before each step that moves all parameters, at least 0; with a window,
     *     the largest number
     * @param epochs number of epochs, from the first on, that have such steps, at least 0; with a window, the largest
     *     number
     * @param window if above 0, such steps end early when the objective is no lower over this many steps than over as
     *     many before, and such epochs end when the mutual information does not grow; at least 0
     */
    public record LaggingConfig(int encoderSteps, int epochs, int window) {

        /** Checks the numbers. */
        public LaggingConfig {
            Check.atLeast("encoderSteps", encoderSteps, 0);
            Check.atLeast("epochs", epochs, 0);
            Check.atLeast("window", window, 0);
        }

        /** {@return the settings in the form that training loops take} */
        public Lagging steps() {
            return new Lagging(encoderSteps, epochs, window);
        }
    }

    /**
     * A learning rate that holds from an epoch or from an update on. Exactly one of the two is given.
     *
     * @param fromEpoch number of epochs before the stage, at least 1
     * @param fromUpdate number of updates before the stage, at least 1
     * @param learningRate the learning rate of the stage, above 0
     */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record Stage(OptionalInt fromEpoch, OptionalInt fromUpdate, double learningRate) {

        private static final String STAGES = "stages";

        /** Checks the numbers. */
        public Stage {
            if (fromEpoch.isPresent() == fromUpdate.isPresent()) {
                throw new IllegalArgumentException("found "
                        + (fromEpoch.isPresent()
                                ? "fromEpoch and fromUpdate in one stage"
                                : "a stage without a beginning")
                        + ", expected one of the two, such as {fromEpoch: 200, learningRate: 0.0003}");
            }
            Check.positive("learningRate", learningRate);
        }

        /**
         * Reads a stage, of which one key is always absent.
         *
         * @param keys numbers by key; null counts as absent
         * @return the stage
         */
        @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
        static Stage of(Map<String, Number> keys) {
            keys.keySet().stream()
                    .filter(key ->
                            !Set.of("fromEpoch", "fromUpdate", "learningRate").contains(key))
                    .findFirst()
                    .ifPresent(key -> {
                        throw Check.wrong(key, keys.get(key), "one of fromEpoch, fromUpdate, learningRate");
                    });
            Number rate = keys.get("learningRate");
            if (rate == null) {
                throw new IllegalArgumentException(
                        "found a stage without a rate, expected learningRate: a number above 0");
            }
            return new Stage(whole(keys.get("fromEpoch")), whole(keys.get("fromUpdate")), rate.doubleValue());
        }

        /**
         * Makes a stage that begins at an update.
         *
         * @param update number of updates before the stage, at least 1
         * @param learningRate the learning rate of the stage, above 0
         * @return the stage
         */
        public static Stage fromUpdate(int update, double learningRate) {
            return new Stage(OptionalInt.empty(), OptionalInt.of(update), learningRate);
        }

        private static OptionalInt whole(Number value) {
            return value == null ? OptionalInt.empty() : OptionalInt.of(value.intValue());
        }

        /** {@return the number of epochs or updates before the stage} */
        public int from() {
            return fromEpoch.orElseGet(fromUpdate::getAsInt);
        }

        /** {@return whether it begins at an update, which need not be the first of an epoch} */
        public boolean countsUpdates() {
            return fromUpdate.isPresent();
        }

        /** Copies stages, which must all count epochs or all updates, each beginning after the one before. */
        static List<Stage> inOrder(List<Stage> stages) {
            for (int i = 0; i < stages.size(); i++) {
                Stage stage = stages.get(i);
                if (stage.countsUpdates() != stages.get(0).countsUpdates()) {
                    throw Check.wrong(
                            STAGES, "fromEpoch beside fromUpdate", "stages that all begin by the same of the two");
                }
                Check.atLeast(
                        STAGES + (stage.countsUpdates() ? ".fromUpdate" : ".fromEpoch"),
                        stage.from(),
                        i == 0 ? 1 : stages.get(i - 1).from() + 1);
            }
            return List.copyOf(stages);
        }

        @Override
        public String toString() {
            return "{" + (countsUpdates() ? "fromUpdate: " : "fromEpoch: ") + from() + ", learningRate: " + learningRate
                    + "}";
        }
    }

    /** The model of the training that is the result. */
    public enum Selection {
        /** The model after the last epoch. */
        LAST,
        /** The model after the epoch with the lowest value of {@code selectBy} on the validation examples. */
        BEST_VALID
    }

    /** The layers whose weights decay. */
    public enum DecayGroup {
        /** All layers. */
        ALL,
        /** The layers from the example to the posterior. */
        ENCODER,
        /** The layers from the latent to the likelihood. */
        DECODER
    }
}
