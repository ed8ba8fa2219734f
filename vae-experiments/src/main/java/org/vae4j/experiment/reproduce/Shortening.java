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
 * Shortens every stage of a schedule by the same factor, so that the schedule keeps its shape. The beginning of a stage
 * is rounded to an update; the numbers of epochs and of warm-up epochs must be divisible by the factor.
 */
final class Shortening {

    private final ExperimentConfig whole;
    private final TrainingConfig training;
    private final int times;

    /**
     * Prepares a shortening.
     *
     * @param whole the configuration of the whole schedule
     * @param times the factor, at least 2
     * @throws ConfigException if anything but epochs, stages and warm-up of beta depends on time
     */
    Shortening(ExperimentConfig whole, int times) {
        this.whole = whole;
        this.training = whole.training().orElseThrow();
        this.times = times;
        refuseIf(training.schedule().changesOrWarmsUp(), "training.schedule");
        refuseIf(training.lagging().steps().isWanted(), "training.lagging");
        refuseIf(training.patience().isPresent(), "training.patience");
        refuseIf(!training.groups().isEmpty(), "training.groups");
        ObjectiveConfig objective = whole.objective().orElseThrow();
        refuseIf(!(objective.beta() instanceof Constant), "a schedule for objective.beta");
        refuseIf(!objective.terms().isEmpty(), "objective.terms");
    }

    private static void refuseIf(boolean present, String key) {
        if (present) {
            throw new ConfigException("--shorten: found " + key + ", expected a schedule of training.epochs,"
                    + " training.stages and objective.betaWarmupEpochs alone: leave --shorten out");
        }
    }

    /** {@return the overrides {@code key=value} of everything that becomes shorter} */
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

    /** The stages by the update that each begins at, from 1. */
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
