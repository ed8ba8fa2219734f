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
 * Asynchronous successive halving. A free worker continues a promoted trial. Where there is none, it promotes a trial
 * that is among the best 1/η of those that reached its rung so far; else it begins a trial.
 *
 * <p>What trials reached is read from their runs, and a promotion is a file that is written once, whole, and never
 * changes: a sweep that is continued, here or elsewhere, goes on from the same decisions.
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
     * @param config how many survive each rung
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
     * How far a trial has come.
     *
     * @param trial the trial
     * @param target index of the rung that it was last sent to
     * @param values of the metric at the rungs reached, from the first on
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
    public List<Assignment> left() {
        List<Standing> standings = trials.stream().map(this::standing).toList();
        List<Assignment> work = new ArrayList<>();
        for (int rung = rungs.size() - 1; rung > 0; rung--) {
            int target = rung;
            standings.stream()
                    .filter(s -> s.target() == target && !s.hasReached(target))
                    .forEach(s -> work.add(work(s.trial(), target)));
            promotable(standings, rung - 1).forEach(s -> work.add(work(s.trial(), target)));
        }
        standings.stream().filter(s -> s.target() == 0 && !s.hasReached(0)).forEach(s -> work.add(work(s.trial(), 0)));
        if (work.isEmpty()) {
            lastResort(standings).ifPresent(work::add);
        }
        return work;
    }

    @Override
    public boolean isWanted(Assignment work) {
        return left().contains(work);
    }

    @Override
    public String expected(Assignment work) {
        return "a number '" + config.metric() + "' in metrics.jsonl after epoch " + rungs.get(rung(work))
                + " (the key halving.metric)";
    }

    /** Records the promotion, unless it is on record. */
    @Override
    public void begin(Assignment work) {
        int rung = rung(work);
        if (rung == 0 || isOnRecord(work.trial(), rung)) {
            return;
        }
        List<Standing> standings = trials.stream().map(this::standing).toList();
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
        List<Standing> standings = trials.stream().map(this::standing).toList();
        return Optional.of(String.format(
                Locale.ROOT,
                "%d epochs, %s %.2f, rank %d of %d",
                rungs.get(rung),
                config.metric(),
                standing(work.trial()).value(rung),
                rank(standings, work.trial(), rung),
                reached(standings, rung).size()));
    }

    private Assignment work(Trial trial, int rung) {
        return new Assignment(trial, rung == rungs.size() - 1 ? OptionalInt.empty() : OptionalInt.of(rungs.get(rung)));
    }

    private int rung(Assignment work) {
        return work.untilEpoch().isEmpty()
                ? rungs.size() - 1
                : rungs.indexOf(work.untilEpoch().getAsInt());
    }

    /** Among the best 1/η of a rung and not yet sent further. */
    private List<Standing> promotable(List<Standing> standings, int rung) {
        List<Standing> reached = reached(standings, rung);
        return reached.subList(0, reached.size() / config.factor()).stream()
                .filter(s -> s.target() == rung)
                .toList();
    }

    /** The best trial, which is trained to its end even where there are too few to fill the rungs. */
    private Optional<Assignment> lastResort(List<Standing> standings) {
        for (int rung = rungs.size() - 1; rung >= 0; rung--) {
            List<Standing> reached = reached(standings, rung);
            if (!reached.isEmpty()) {
                return rung == rungs.size() - 1
                        ? Optional.empty()
                        : Optional.of(work(reached.get(0).trial(), rung + 1));
            }
        }
        return Optional.empty();
    }

    /** Those who reached a rung, the best first. */
    private static List<Standing> reached(List<Standing> standings, int rung) {
        return standings.stream()
                .filter(s -> s.hasReached(rung))
                .sorted(Comparator.comparing((Standing s) -> s.value(rung))
                        .thenComparing(s -> s.trial().index()))
                .toList();
    }

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
        // One damaged trial must not end the sweep: it is begun, and its process says what is wrong.
        boolean done = RunFiles.in(run)
                .statusIfReadable()
                .filter(s -> s.state() == RunState.DONE)
                .isPresent();
        return new Standing(trial, target, values(RunFiles.in(run).metrics(), done));
    }

    /** The last rung is reached by a finished run alone; one that finished early has its last value at all rungs. */
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
