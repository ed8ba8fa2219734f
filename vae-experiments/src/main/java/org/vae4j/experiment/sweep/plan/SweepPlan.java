package org.vae4j.experiment.sweep.plan;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.vae4j.experiment.config.BoundNames;
import org.vae4j.experiment.config.ConfigResolver;
import org.vae4j.experiment.config.ExperimentConfig;
import org.vae4j.experiment.config.LikelihoodProtocol;
import org.vae4j.experiment.config.binding.ConfigException;
import org.vae4j.experiment.reproduce.KnownStudies;
import org.vae4j.experiment.study.runner.StudyRunner;

/**
 * All trials of a sweep, each resolved or found invalid.
 *
 * @param file what it was made from
 * @param trials in the order of their index
 */
public record SweepPlan(SweepFile file, List<Trial> trials) {

    public SweepPlan {
        trials = List.copyOf(trials);
    }

    /**
     * Resolves every trial.
     *
     * @throws ConfigException when none is valid: then it is the file that is wrong; or when halving would rank nats of
     *     different protocols
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
        file.halving()
                .filter(halving ->
                        halving.metric().endsWith("Nats") || halving.metric().endsWith("." + BoundNames.LOSS.total()))
                .ifPresent(halving -> requireOne(trials));
        return new SweepPlan(file, trials);
    }

    /** Halving ranks all trials. */
    private static void requireOne(List<Trial> trials) {
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

    /** The keys whose resolved values differ between trials, in the order of the configuration; seed last. */
    public List<String> varying() {
        Map<String, String> first = new LinkedHashMap<>();
        List<String> varying = new ArrayList<>();
        for (Trial trial : distinct()) {
            trial.config().orElseThrow().flat().forEach((key, value) -> {
                String before = first.putIfAbsent(key, value);
                if (before != null && !before.equals(value) && !varying.contains(key)) {
                    varying.add(key);
                }
            });
        }
        List<String> order = new ArrayList<>(first.keySet());
        order.remove("seed");
        order.add("seed");
        return order.stream().filter(varying::contains).toList();
    }

    /** Every n-th trial from the i-th on: expensive ones, which stand side by side, are spread over the tasks. */
    public List<Trial> task(int task, int tasks) {
        List<Trial> all = distinct();
        return IntStream.range(0, all.size())
                .filter(i -> i % tasks == task - 1)
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
            ExperimentConfig config = resolver.resolve(Optional.empty(), overrides);
            return new Trial(index, settings, Optional.of(config), Optional.empty());
        } catch (ConfigException e) {
            return new Trial(index, settings, Optional.empty(), Optional.of(e.getMessage()));
        }
    }
}
