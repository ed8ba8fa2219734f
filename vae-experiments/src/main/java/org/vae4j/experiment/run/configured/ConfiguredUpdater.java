package org.vae4j.experiment.run.configured;

import java.util.ArrayList;
import java.util.List;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.schedule.ISchedule;
import org.nd4j.linalg.schedule.ScheduleType;
import org.vae4j.experiment.config.ExperimentConfig;
import org.vae4j.experiment.config.section.ScheduleConfig;
import org.vae4j.experiment.config.section.TrainingConfig;
import org.vae4j.experiment.config.section.TrainingConfig.DecayGroup;
import org.vae4j.experiment.config.section.Updaters;
import org.vae4j.schedule.Cosine;
import org.vae4j.schedule.CosineRestarts;
import org.vae4j.schedule.Cyclic;
import org.vae4j.schedule.Exponential;
import org.vae4j.schedule.Staged;
import org.vae4j.schedule.WarmUp;
import org.vae4j.train.ConstantRate;
import org.vae4j.train.StagedRate;
import org.vae4j.update.ClipNorm;
import org.vae4j.update.ClipValue;
import org.vae4j.update.ClippedUpdater;
import org.vae4j.update.MomentumSgd;
import org.vae4j.update.Updater;
import org.vae4j.update.optimiser.GroupDecay;
import org.vae4j.update.optimiser.GroupOptimiser;
import org.vae4j.update.optimiser.Optimiser;
import org.vae4j.update.optimiser.ParameterGroup;

/**
 * Translates the section {@code training} into an optimiser. Durations in epochs become durations in updates, so that
 * learning rates change smoothly within an epoch; stages that begin at epochs alone keep them.
 */
final class ConfiguredUpdater {

    private final TrainingConfig training;
    private final int batchesPerEpoch;
    private final boolean inPhases;

    private ConfiguredUpdater(TrainingConfig training, int batchesPerEpoch, boolean inPhases) {
        this.training = training;
        this.batchesPerEpoch = batchesPerEpoch;
        this.inPhases = inPhases;
    }

    /**
     * Builds the optimiser of a training.
     *
     * @param config a configuration with the section training
     * @param batchesPerEpoch updates per epoch
     * @return the optimiser, with one of its own for each parameter group that {@code training.groups} names
     */
    static Optimiser of(ExperimentConfig config, int batchesPerEpoch) {
        boolean inPhases = config.objective()
                .filter(objective -> !objective.discriminators().isEmpty())
                .isPresent();
        TrainingConfig training = config.training().orElseThrow();
        List<GroupOptimiser> groups = training.groups().keySet().stream()
                .map(name -> new GroupOptimiser(
                        group(name),
                        new ConfiguredUpdater(config.trainingOf(name), batchesPerEpoch, inPhases).optimiser()))
                .toList();
        return new ConfiguredUpdater(training, batchesPerEpoch, inPhases)
                .optimiser()
                .withGroups(groups);
    }

    private Optimiser optimiser() {
        IUpdater updater = Updaters.named(training.updater()).factory().create(training, rate());
        return new Optimiser(clipped(ableToAlternate(updater)), decays());
    }

    /**
     * Replaces ND4J's {@link Sgd}, which updates all parameters at once, where training alternates between phases that
     * update some of them. Other trainings keep it, because saved models of old runs name it.
     */
    private IUpdater ableToAlternate(IUpdater updater) {
        return inPhases && updater instanceof Sgd ? new MomentumSgd(rate(), 0) : updater;
    }

    private static ParameterGroup group(String name) {
        return switch (name) {
            case "encoder" -> ParameterGroup.ENCODER;
            case "decoder" -> ParameterGroup.DECODER;
            case "prior" -> ParameterGroup.PRIOR;
            default -> ParameterGroup.auxiliary(name);
        };
    }

    private IUpdater clipped(IUpdater updater) {
        if (training.clipNorm().isPresent()) {
            return new ClippedUpdater(
                    (Updater) updater, ClipNorm.global(training.clipNorm().get()));
        }
        if (training.clipValue().isPresent()) {
            return new ClippedUpdater(
                    (Updater) updater, new ClipValue(training.clipValue().get()));
        }
        return updater;
    }

    private List<GroupDecay> decays() {
        if (training.weightDecay() == 0) {
            return List.of();
        }
        GroupDecay.Form form = training.decaysBesideTheStep() ? GroupDecay.Form.DECOUPLED : GroupDecay.Form.L2;
        return List.of(new GroupDecay(group(training.weightDecayGroup()), form, training.weightDecay()));
    }

    private static ParameterGroup group(DecayGroup group) {
        return switch (group) {
            case ALL -> ParameterGroup.ALL;
            case ENCODER -> ParameterGroup.ENCODER;
            case DECODER -> ParameterGroup.DECODER;
        };
    }

    private ISchedule rate() {
        ISchedule rate = scheduled();
        int warmup = training.schedule().warmupEpochs();
        return warmup == 0 ? rate : new WarmUp(updates(warmup), rate, ScheduleType.ITERATION);
    }

    private ISchedule scheduled() {
        ScheduleConfig schedule = training.schedule();
        double start = training.learningRate();
        if (schedule.cosine().isPresent()) {
            ScheduleConfig.Cosine c = schedule.cosine().get();
            return new Cosine(start, c.end(), updates(c.epochs()), ScheduleType.ITERATION);
        }
        if (schedule.cosineRestarts().isPresent()) {
            ScheduleConfig.CosineRestarts c = schedule.cosineRestarts().get();
            return new CosineRestarts(start, c.end(), updates(c.epochs()), c.growth(), ScheduleType.ITERATION);
        }
        if (schedule.exponential().isPresent()) {
            ScheduleConfig.Exponential e = schedule.exponential().get();
            return new Exponential(start, e.factor(), updates(e.epochs()), e.floor(), ScheduleType.ITERATION);
        }
        if (schedule.cyclic().isPresent()) {
            ScheduleConfig.Cyclic c = schedule.cyclic().get();
            return new Cyclic(c.low(), start, updates(c.epochs()), c.rise(), ScheduleType.ITERATION);
        }
        return staged();
    }

    private ISchedule staged() {
        List<TrainingConfig.Stage> stages = training.stages();
        if (stages.isEmpty()) {
            return new ConstantRate(training.learningRate());
        }
        return stages.get(0).countsUpdates() ? stagedByUpdates(stages) : stagedByEpochs(stages);
    }

    /** Stages by epochs keep the class that saved models of version 0.1 name. */
    private StagedRate stagedByEpochs(List<TrainingConfig.Stage> later) {
        List<StagedRate.Stage> stages = new ArrayList<>();
        stages.add(new StagedRate.Stage(0, training.learningRate()));
        later.forEach(s -> stages.add(new StagedRate.Stage(s.from(), s.learningRate())));
        return new StagedRate(stages);
    }

    private Staged stagedByUpdates(List<TrainingConfig.Stage> later) {
        List<Staged.Stage> stages = new ArrayList<>();
        stages.add(new Staged.Stage(0, training.learningRate()));
        later.forEach(s -> stages.add(new Staged.Stage(s.from(), s.learningRate())));
        return new Staged(stages, ScheduleType.ITERATION);
    }

    private int updates(int epochs) {
        return Math.multiplyExact(epochs, batchesPerEpoch);
    }
}
