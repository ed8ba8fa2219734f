package org.vae4j.experiment.sweep.plan;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.vae4j.experiment.config.ConfigResolver;
import org.vae4j.experiment.config.ExperimentConfig;
import org.vae4j.experiment.config.LikelihoodProtocol;
import org.vae4j.experiment.config.binding.ConfigException;
import org.vae4j.experiment.reproduce.KnownStudies;
import org.vae4j.experiment.study.runner.StudyRunner;

/**
 * All trials of a sweep, each resolved or found invalid, as {@link #of} makes and checks them.
 *
 * @param file the sweep as a person wrote it
 * @param trials all trials, at least one, in the order of their index
 */
public record SweepPlan(SweepFile file, List<Trial> trials) {

    private static final String SEED = "seed";

    public SweepPlan {
        trials = List.copyOf(trials);
    }

    /**
     * Resolves every trial of a sweep.
     *
     * @param file the sweep as a person wrote it
     * @throws ConfigException when no trial is valid: then it is the file that is wrong; or when halving would rank
     *     nats of different protocols
     */
    public static SweepPlan of(SweepFile file) {
        ConfigResolver resolver =
                StudyRunner.resolver(KnownStudies.named(file.experiment()).orElseThrow());
        List<Trial> trials = IntStream.range(0, file.axis().size())
                .mapToObj(index -> trial(file, resolver, index))
                .toList();
        if (trials.stream().allMatch(trial -> trial.problem().isPresent())) {
            throw new ConfigException("sweep " + file.name() + ": no trial is valid: "
                    + trials.get(0).problem().orElseThrow());
        }
        if (file.halving().filter(HalvingConfig::ranksNats).isPresent()) {
            requireOneProtocol(trials);
        }
        return new SweepPlan(file, trials);
    }

    /** Halving ranks all trials against each other, and nats of different likelihood protocols cannot be ranked. */
    private static void requireOneProtocol(List<Trial> trials) {
        Map<String, LikelihoodProtocol> protocols = new LinkedHashMap<>();
        trials.forEach(trial -> trial.config()
                .flatMap(LikelihoodProtocol::of)
                .ifPresent(protocol -> protocols.put("trial #" + trial.index(), protocol)));
        LikelihoodProtocol.requireOne(protocols);
    }

    /** Trials that can run, every run once: two trials may well have the same configuration. */
    public List<Trial> distinct() {
        Map<String, Trial> first = new LinkedHashMap<>();
        trials.stream()
                .filter(trial -> trial.config().isPresent())
                .forEach(trial -> first.putIfAbsent(trial.key(), trial));
        return List.copyOf(first.values());
    }

    /** Trials that cannot run. */
    public List<Trial> invalid() {
        return trials.stream().filter(trial -> trial.problem().isPresent()).toList();
    }

    /**
     * The keys whose resolved values differ between trials, in the order of the configuration; seed last. A key that
     * some trials lack differs, too: a prior with settings of its own has keys that one without settings has not.
     */
    public List<String> varying() {
        List<Map<String, String>> configurations = distinct().stream()
                .map(trial -> trial.config().orElseThrow().flat())
                .toList();
        Set<String> keys = new LinkedHashSet<>();
        configurations.forEach(configuration -> keys.addAll(configuration.keySet()));
        keys.remove(SEED);
        keys.add(SEED);
        return keys.stream().filter(key -> differs(key, configurations)).toList();
    }

    private static boolean differs(String key, List<Map<String, String>> configurations) {
        return configurations.stream()
                        .map(configuration -> Optional.ofNullable(configuration.get(key)))
                        .distinct()
                        .count()
                > 1;
    }

    /**
     * The share of one task of an array job: every {@code tasks}-th run. Expensive runs, which stand side by side, are
     * spread over the tasks so.
     *
     * @param task the number of the task, from 1 to {@code tasks}
     * @param tasks how many tasks share the runs
     * @return the runs of this task; none where there are fewer runs than tasks
     * @throws IllegalArgumentException if there is no such task
     */
    public List<Trial> task(int task, int tasks) {
        if (task < 1 || task > tasks) {
            throw new IllegalArgumentException(
                    "found task " + task + " of " + tasks + ", expected one from 1 to the number of tasks");
        }
        List<Trial> all = distinct();
        return IntStream.iterate(task - 1, i -> i < all.size(), i -> i + tasks)
                .mapToObj(all::get)
                .toList();
    }

    private static Trial trial(SweepFile file, ConfigResolver resolver, int index) {
        Map<String, String> settings = file.axis().at(index);
        Map<String, String> all = new LinkedHashMap<>(file.overrides());
        all.putAll(settings);
        List<String> overrides = all.entrySet().stream()
                .map(e -> e.getKey() + "=" + e.getValue())
                .toList();
        try {
            ExperimentConfig config = resolver.resolve(overrides);
            return new Trial(index, settings, Optional.of(config), Optional.empty());
        } catch (ConfigException e) {
            return new Trial(index, settings, Optional.empty(), Optional.of(e.getMessage()));
        }
    }
}
