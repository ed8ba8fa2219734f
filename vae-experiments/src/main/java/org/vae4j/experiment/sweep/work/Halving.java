package org.vae4j.experiment.sweep.work;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.vae4j.experiment.config.ExperimentConfig;
import org.vae4j.experiment.config.binding.ConfigException;
import org.vae4j.experiment.config.section.TrainingConfig;
import org.vae4j.experiment.rundir.Json;
import org.vae4j.experiment.rundir.RunFiles;
import org.vae4j.experiment.rundir.RunState;
import org.vae4j.experiment.sweep.plan.HalvingConfig;
import org.vae4j.experiment.sweep.plan.Trial;
import org.vae4j.experiment.sweep.state.SweepDirectory;

/**
 * Asynchronous successive halving (see {@link HalvingConfig}). With n trials that reached a rung so far, the best ⌊n/η⌋
 * may be promoted to the next. A free worker takes, from the highest rung down: a promoted trial that has not reached
 * its rung, or else a trial that may be promoted; and where there is neither, a trial that has not reached the first
 * rung.
 *
 * <p>The values of trials are read from their runs. A promotion is a file that is written once and never changes, so
 * that processes on several hosts, and a sweep that is continued later, share the same decisions.
 */
public final class Halving implements Strategy {

    private final List<Trial> trials;
    private final SweepDirectory directory;
    private final HalvingConfig config;
    private final List<Integer> rungs;

    /**
     * Prepares a halving over trials that train for the same number of epochs.
     *
     * @param trials the trials in order
     * @param directory the directory of the sweep
     * @param config the rungs, η and the metric
     * @throws ConfigException when the trials differ in their epochs, train no model, or lack validation examples that
     *     the metric needs
     */
    public Halving(List<Trial> trials, SweepDirectory directory, HalvingConfig config) {
        this.trials = List.copyOf(trials);
        this.directory = directory;
        this.config = config;
        List<Integer> epochs = trials.stream()
                .map(trial -> trial.config().orElseThrow())
                .map(Halving::epochs)
                .distinct()
                .toList();
        if (epochs.size() != 1) {
            throw new ConfigException(
                    "halving: found trials of " + epochs + " epochs, expected the same training.epochs for all");
        }
        this.rungs = config.rungs(epochs.get(0));
        if (config.metric().startsWith("valid.")) {
            trials.forEach(Halving::checkValidation);
        }
    }

    /**
     * The progress of a trial.
     *
     * @param trial the trial
     * @param target the index of the rung to which it was last promoted, 0 at first
     * @param values the metric at the rungs that it has reached, from the first on
     */
    private record Standing(Trial trial, int target, List<Double> values) {

        boolean hasReached(int rung) {
            return values.size() > rung;
        }

        Double value(int rung) {
            return values.get(rung);
        }
    }

    @Override
    public List<Assignment> remaining() {
        List<Standing> standings = standings();
        List<Assignment> work = new ArrayList<>();
        for (int rung = rungs.size() - 1; rung > 0; rung--) {
            int target = rung;
            standings.stream()
                    .filter(s -> s.target() == target && !s.hasReached(target))
                    .forEach(s -> work.add(assignment(s.trial(), target)));
            promotable(standings, rung - 1).forEach(s -> work.add(assignment(s.trial(), target)));
        }
        standings.stream()
                .filter(s -> s.target() == 0 && !s.hasReached(0))
                .forEach(s -> work.add(assignment(s.trial(), 0)));
        if (work.isEmpty()) {
            bestUnfinished(standings).ifPresent(work::add);
        }
        return work;
    }

    @Override
    public boolean isWanted(Assignment work) {
        return remaining().contains(work);
    }

    @Override
    public String expected(Assignment work) {
        return "a number '" + config.metric() + "' in metrics.jsonl after epoch " + rungs.get(rung(work))
                + " (the key halving.metric)";
    }

    /** Records the promotion that the assignment implies, unless it is already on record. */
    @Override
    public void begin(Assignment work) {
        int rung = rung(work);
        if (rung == 0 || isOnRecord(work.trial(), rung)) {
            return;
        }
        List<Standing> standings = standings();
        Map<String, Object> decision = new LinkedHashMap<>();
        decision.put("trial", work.trial().index());
        decision.put("settings", work.trial().settings());
        decision.put("fromEpoch", rungs.get(rung - 1));
        decision.put("toEpoch", rungs.get(rung));
        decision.put("metric", config.metric());
        decision.put("value", standing(work.trial()).value(rung - 1));
        decision.put("rank", rank(standings, work.trial(), rung - 1));
        decision.put("of", reached(standings, rung - 1).size());
        decision.put("time", Instant.now().toString());
        directory.write(promotion(work.trial(), rung), Json.pretty(decision));
    }

    @Override
    public Optional<String> verdict(Assignment work) {
        int rung = rung(work);
        if (rung == rungs.size() - 1) {
            return Optional.empty();
        }
        List<Standing> standings = standings();
        return Optional.of(String.format(
                Locale.ROOT,
                "%d epochs, %s %.2f, rank %d of %d",
                rungs.get(rung),
                config.metric(),
                standing(work.trial()).value(rung),
                rank(standings, work.trial(), rung),
                reached(standings, rung).size()));
    }

    private List<Standing> standings() {
        return trials.stream().map(this::standing).toList();
    }

    private Assignment assignment(Trial trial, int rung) {
        return new Assignment(trial, rung == rungs.size() - 1 ? OptionalInt.empty() : OptionalInt.of(rungs.get(rung)));
    }

    private int rung(Assignment work) {
        return work.untilEpoch().isEmpty()
                ? rungs.size() - 1
                : rungs.indexOf(work.untilEpoch().getAsInt());
    }

    /** The trials that are among the best ⌊n/η⌋ of a rung and were not promoted from it yet. */
    private List<Standing> promotable(List<Standing> standings, int rung) {
        List<Standing> reached = reached(standings, rung);
        return reached.subList(0, reached.size() / config.factor()).stream()
                .filter(s -> s.target() == rung)
                .toList();
    }

    /**
     * The best trial of the highest rung that was reached, unless that is the last rung: one trial is trained to its
     * end even where there are too few trials for a promotion.
     */
    private Optional<Assignment> bestUnfinished(List<Standing> standings) {
        for (int rung = rungs.size() - 1; rung >= 0; rung--) {
            List<Standing> reached = reached(standings, rung);
            if (!reached.isEmpty()) {
                return rung == rungs.size() - 1
                        ? Optional.empty()
                        : Optional.of(assignment(reached.get(0).trial(), rung + 1));
            }
        }
        return Optional.empty();
    }

    /** The trials that reached a rung, the best first, and in the order of the sweep where they tie. */
    private static List<Standing> reached(List<Standing> standings, int rung) {
        return standings.stream()
                .filter(s -> s.hasReached(rung))
                .sorted(Comparator.comparing((Standing s) -> s.value(rung))
                        .thenComparing(s -> s.trial().index()))
                .toList();
    }

    /** The rank of a trial at a rung, 1 for the best. */
    private static int rank(List<Standing> standings, Trial trial, int rung) {
        return 1
                + reached(standings, rung).stream()
                        .map(s -> s.trial().key())
                        .toList()
                        .indexOf(trial.key());
    }

    private Standing standing(Trial trial) {
        int target = 0;
        for (int rung = 1; rung < rungs.size(); rung++) {
            target = isOnRecord(trial, rung) ? rung : target;
        }
        Path run = trial.run(directory.runs());
        // An unreadable status must not end the sweep: the trial counts as unfinished, is begun, and reports the error.
        boolean done = RunFiles.in(run)
                .statusIfReadable()
                .filter(s -> s.state() == RunState.DONE)
                .isPresent();
        return new Standing(trial, target, values(RunFiles.in(run).metrics(), done));
    }

    /**
     * The metric at the rungs that a run has reached. Only a finished run has reached the last rung. A finished run
     * that ended early, by patience, counts with its last value at the rungs after its end.
     */
    private List<Double> values(List<JsonNode> lines, boolean done) {
        List<Double> values = new ArrayList<>();
        for (int rung = 0; rung < rungs.size(); rung++) {
            int epoch = rungs.get(rung);
            Optional<JsonNode> line = lines.stream()
                    .filter(l -> l.path("epoch").asInt() == epoch)
                    .findFirst()
                    .or(() -> done ? lines.stream().reduce((first, second) -> second) : Optional.empty());
            Optional<Double> value = line.map(l -> l.at("/" + config.metric().replace('.', '/')))
                    .filter(JsonNode::isNumber)
                    .map(JsonNode::asDouble);
            if (value.isEmpty() || rung == rungs.size() - 1 && !done) {
                return values;
            }
            values.add(value.get());
        }
        return values;
    }

    private boolean isOnRecord(Trial trial, int rung) {
        return Files.exists(directory.root().resolve(promotion(trial, rung)));
    }

    private String promotion(Trial trial, int rung) {
        return "halving/" + trial.key() + "." + rungs.get(rung) + ".json";
    }

    private static int epochs(ExperimentConfig config) {
        return config.training()
                .map(TrainingConfig::epochs)
                .orElseThrow(() -> new ConfigException(
                        "halving: found " + config.experiment() + ", which trains no model, expected one that does"));
    }

    private static void checkValidation(Trial trial) {
        if (trial.config().orElseThrow().data().orElseThrow().valid() < 1) {
            throw new ConfigException("halving: found no validation examples in trial #" + trial.index()
                    + ", expected some to compare trials on: set data.valid=5000, for example");
        }
    }
}
