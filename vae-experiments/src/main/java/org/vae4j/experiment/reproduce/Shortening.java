package org.vae4j.experiment.reproduce;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.vae4j.experiment.config.ExperimentConfig;
import org.vae4j.experiment.config.binding.ConfigException;
import org.vae4j.experiment.config.section.ObjectiveConfig;
import org.vae4j.experiment.config.section.TrainingConfig;
import org.vae4j.experiment.config.section.TrainingConfig.Stage;
import org.vae4j.experiment.run.configured.ConfiguredData;
import org.vae4j.schedule.Constant;

/**
 * A schedule with every stage as many times as short, so that its shape is that of the whole one. The beginning of a
 * stage is rounded to an update; epochs and warm-up must be divisible.
 */
final class Shortening {

    private final ExperimentConfig whole;
    private final TrainingConfig training;
    private final int times;

    /**
     * A shortening.
     *
     * @param whole the configuration of the whole schedule
     * @param times how many times as short each stage is, at least 2
     * @throws ConfigException when something other than epochs, stages and warm-up counts time in it
     */
    Shortening(ExperimentConfig whole, int times) {
        this.whole = whole;
        this.training = whole.training().orElseThrow();
        this.times = times;
        refuse(training.schedule().changesOrWarmsUp(), "training.schedule");
        refuse(training.lagging().steps().isWanted(), "training.lagging");
        refuse(training.patience().isPresent(), "training.patience");
        refuse(!training.groups().isEmpty(), "training.groups");
        ObjectiveConfig objective = whole.objective().orElseThrow();
        refuse(!(objective.beta() instanceof Constant), "a schedule for objective.beta");
        refuse(!objective.terms().isEmpty(), "objective.terms");
    }

    private static void refuse(boolean present, String key) {
        if (present) {
            throw new ConfigException("--shorten: found " + key + ", expected a schedule of training.epochs,"
                    + " training.stages and objective.betaWarmupEpochs alone: leave --shorten out");
        }
    }

    /** {@return {@code key=value} for all that becomes shorter} */
    List<String> overrides() {
        List<String> overrides = new ArrayList<>();
        overrides.add("training.epochs=" + divided("training.epochs", training.epochs()));
        int warmup = whole.objective().orElseThrow().betaWarmupEpochs();
        if (warmup > 0) {
            overrides.add("objective.betaWarmupEpochs=" + divided("objective.betaWarmupEpochs", warmup));
        }
        if (!training.stages().isEmpty()) {
            overrides.add("training.stages=" + stages());
        }
        return overrides;
    }

    private int divided(String key, int epochs) {
        if (epochs % times != 0) {
            String divisors = IntStream.rangeClosed(2, epochs)
                    .filter(n -> epochs % n == 0)
                    .mapToObj(String::valueOf)
                    .collect(Collectors.joining(", "));
            throw new ConfigException("--shorten: found " + times + " with " + key + "=" + epochs
                    + ", expected a divisor of it: " + divisors);
        }
        return epochs / times;
    }

    private List<Stage> stages() {
        double updatesPerUnit = training.stages().get(0).countsUpdates() ? 1 : batchesPerEpoch();
        List<Stage> stages = new ArrayList<>();
        int last = 0;
        for (Stage stage : training.stages()) {
            int update = Math.toIntExact(Math.round(stage.from() * updatesPerUnit / times));
            if (update <= last) {
                throw new ConfigException("--shorten: found " + times + ", by which the stage " + stage
                        + " begins no update behind the one before, expected a smaller number");
            }
            stages.add(Stage.fromUpdate(update, stage.learningRate()));
            last = update;
        }
        return stages;
    }

    private int batchesPerEpoch() {
        return ConfiguredData.open(whole.data().orElseThrow(), whole.seed())
                .training(training.batchSize())
                .batchesPerEpoch();
    }
}
