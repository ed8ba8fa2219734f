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
 * How the objective is minimised.
 *
 * @param epochs passes over the training examples, at least 1
 * @param batchSize examples per step, at least 1; the last batch of an epoch may be shorter
 * @param updater the name of the rule that turns gradients into steps, one of {@link Updaters}
 * @param learningRate above 0, until the first stage; far above 0.01 training diverges
 * @param stages later learning rates, all from rising epochs on or all from rising updates on; empty: the rate never
 *     changes
 * @param beta1 Adam's decay of the first moment, in [0, 1)
 * @param beta2 Adam's decay of the second moment, in [0, 1)
 * @param epsilon Adam's guard of the denominator, above 0
 * @param initialSecondMoment what Adam's second moment begins at, at least 0
 * @param momentum of sgd and rmsprop, in [0, 1)
 * @param rho RMSProp's decay of the mean square, in [0, 1)
 * @param centred whether RMSProp divides by the gradient's deviation instead of its root mean square
 * @param weightDecay of weights, not of biases, at least 0: decoupled with adamw, an L2 penalty's gradient with the
 *     others
 * @param weightDecayGroup which layers' weights decay
 * @param groups what groups of parameters have in place of the keys of this section, by the groups' names; see {@link
 *     GroupKeys}
 * @param clipNorm the norm of the mean gradient over all parameters is clipped to it, above 0; absent: it is not
 * @param clipValue each value of the mean gradient is clipped to it, above 0; absent: it is not
 * @param schedule how the learning rate changes, instead of by stages
 * @param select which of the models that training went through is the result
 * @param selectBy what validation compares epochs by, smaller being better: {@code bound}, the bound that is trained
 *     with its draws and at beta 1; {@code elbo}; {@code iwae-N}, the importance-weighted bound over N samples, which
 *     tends to log p(x); {@code objective}, what is minimised; {@code reconstruction}; {@code kl}; or the name of one
 *     of the objective's terms
 * @param patience training ends when the bound on the validation examples was not improved for so many epochs;
 *     absent: never
 * @param checkpointEveryEpochs an interrupted run loses at most so many epochs, at least 1
 * @param checkpointEverySeconds and at most so many seconds: checkpoints within an epoch, too; 0: none of these
 * @param keepEveryEpochs the checkpoints after so many epochs, and twice as many, and so on, are never replaced;
 *     absent: only the last two are kept, and the best
 * @param lagging whether the encoder is let catch up with the decoder, by steps that move it alone
 * @param workers how many threads share each batch, at least 1; absent: as many as the run has, where that is faster.
 *     Does not change a step beyond rounding
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

    /** Whether what validation compares decides anything: which model is the result, or when training ends. */
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
     * @param encoderSteps how many stand before each step that moves all parameters, at least 0; with a window at most
     *     so many
     * @param epochs in the first so many epochs, at least 0; with a window at most so many
     * @param window where it is above 0, these steps end when what is minimised is no lower over so many of them than
     *     over as many before, and the epochs when the mutual information does not grow
     */
    public record LaggingConfig(int encoderSteps, int epochs, int window) {

        public LaggingConfig {
            Check.atLeast("encoderSteps", encoderSteps, 0);
            Check.atLeast("epochs", epochs, 0);
            Check.atLeast("window", window, 0);
        }

        /** {@return as training loops take it} */
        public Lagging steps() {
            return new Lagging(encoderSteps, epochs, window);
        }
    }

    /**
     * A learning rate that holds from an epoch or from an update on. Exactly one of the two is said.
     *
     * @param fromEpoch how many epochs were done before it, at least 1
     * @param fromUpdate how many updates were done before it, at least 1
     * @param learningRate above 0
     */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record Stage(OptionalInt fromEpoch, OptionalInt fromUpdate, double learningRate) {

        private static final String STAGES = "stages";

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
         * A stage that begins at an update.
         *
         * @param update how many updates were done before it, at least 1
         * @param learningRate above 0
         * @return the stage
         */
        public static Stage fromUpdate(int update, double learningRate) {
            return new Stage(OptionalInt.empty(), OptionalInt.of(update), learningRate);
        }

        private static OptionalInt whole(Number value) {
            return value == null ? OptionalInt.empty() : OptionalInt.of(value.intValue());
        }

        /** {@return how many epochs or updates were done before it} */
        public int from() {
            return fromEpoch.orElseGet(fromUpdate::getAsInt);
        }

        /** {@return whether it begins at an update, which need not be the first of an epoch} */
        public boolean countsUpdates() {
            return fromUpdate.isPresent();
        }

        /** A copy; refused unless all stages count alike, each beginning behind the one before. */
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

    /** Which of the models that training went through is the result. */
    public enum Selection {
        /** The one after the last epoch. */
        LAST,
        /** The one with the lowest value of {@code selectBy} on the validation examples after an epoch. */
        BEST_VALID
    }

    /** Whose weights decay. */
    public enum DecayGroup {
        /** Those of every layer. */
        ALL,
        /** Those from the example to the posterior. */
        ENCODER,
        /** Those from the latent to the likelihood. */
        DECODER
    }
}
