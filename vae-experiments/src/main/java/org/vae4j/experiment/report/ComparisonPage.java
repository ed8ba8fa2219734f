package org.vae4j.experiment.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.vae4j.experiment.config.BoundNames;
import org.vae4j.experiment.config.LikelihoodProtocol;
import org.vae4j.experiment.config.ModelDescription;
import org.vae4j.experiment.report.html.Page;
import org.vae4j.experiment.report.html.Words;
import org.vae4j.experiment.report.text.LogWarnings;
import org.vae4j.experiment.report.text.Merged;
import org.vae4j.experiment.rundir.RunState;

/**
 * Composes the page that compares several runs. Nats measured under different protocols must not be ranked together, so
 * that each protocol has its own table and curves.
 */
final class ComparisonPage {

    private static final String NO_LIKELIHOODS = "no likelihoods";
    private static final String UNKNOWN_PROTOCOL = "protocol unknown";
    /** The summary at the head names at most this many keys. */
    private static final int MAX_KEYS = 8;
    /** A caution names the runs that it is about if there are at most this many. */
    private static final int MAX_NAMED_RUNS = 3;
    /** The beginnings of the cautions on single runs that this page counts instead of repeating them. */
    private static final List<String> COUNTED_CAUTIONS =
            List.of("The run is not done", "The log says", "This directory has no status.json");

    private final List<RunContents> runs;
    private final Path folder;
    private final Report.Sweep sweep;
    private final Map<RunContents, String> names;

    /**
     * Prepares the page.
     *
     * @param runs the runs, in any order
     * @param folder the folder of the page, to which links are relative
     * @param sweep the sweep of the runs, or {@link Report.Sweep#NONE}
     */
    ComparisonPage(List<RunContents> runs, Path folder, Report.Sweep sweep) {
        this.runs = runs;
        this.sweep = sweep;
        this.folder = folder.toAbsolutePath().normalize();
        this.names = new SeedGroups(runs, new VariedKeys(runs)).names();
    }

    Page.Content content() {
        Map<String, List<RunContents>> groups = runs.stream()
                .collect(Collectors.groupingBy(ComparisonPage::groupName, TreeMap::new, Collectors.toList()));
        List<Page.Section> sections = new ArrayList<>();
        Comparator<Map.Entry<String, List<RunContents>>> largestFirst =
                Comparator.comparingInt(group -> -group.getValue().size());
        groups.entrySet().stream().sorted(largestFirst).forEach(entry -> {
            String group = entry.getKey();
            List<RunContents> members = entry.getValue();
            boolean isOnly = groups.size() == 1;
            String suffix = isOnly ? "" : "-" + sections.size();
            sections.addAll(new ComparedRuns(members, names, folder, suffix).sections(isOnly ? "" : ": " + group));
        });
        String experiments =
                runs.stream().map(RunContents::experiment).distinct().sorted().collect(Collectors.joining(", "));
        return new Page.Content(
                head(experiments), List.of(), cautions(groups), sections, "Made by vae4j from " + folder + ".");
    }

    private Page.Head head(String experiments) {
        String count = runs.size() + " runs";
        return sweep.name().isEmpty()
                ? new Page.Head(experiments, count, "", "", facts())
                : new Page.Head(
                        "sweep of " + experiments + ", " + count, sweep.name(), sweep.description(), "", facts());
    }

    /** The parts of the model that all runs have in common, and the settings in which they differ. */
    private List<Page.Fact> facts() {
        List<Map<String, String>> parts = runs.stream()
                .map(run -> run.description().map(ModelDescription::parts).orElse(Map.of()))
                .toList();
        List<Page.Fact> facts = new ArrayList<>();
        parts.get(0).forEach((name, text) -> {
            if (parts.stream().allMatch(other -> text.equals(other.get(name)))) {
                facts.add(new Page.Fact(name, text));
            }
        });
        VariedKeys varied = new VariedKeys(runs);
        String keys = varied.keys().stream()
                .limit(MAX_KEYS)
                .map(key -> key + " (" + varied.values(key) + ")")
                .collect(Collectors.joining(", "));
        if (!facts.isEmpty() && !keys.isEmpty()) {
            facts.add(new Page.Fact("varied", keys));
        }
        return facts;
    }

    /** Refuses runs whose likelihoods were measured under different protocols. */
    static void requireOneProtocol(List<RunContents> runs) {
        Map<String, LikelihoodProtocol> byRun = new LinkedHashMap<>();
        runs.forEach(
                run -> run.protocol().ifPresent(protocol -> byRun.put(run.root().toString(), protocol)));
        LikelihoodProtocol.requireOne(byRun);
    }

    /** The name of the group of runs whose nats compare with those of a run. */
    private static String groupName(RunContents run) {
        String kind = run.names() == BoundNames.CODE ? "; codes without a prior" : "";
        return run.protocol()
                .map(protocol -> protocol + kind)
                .orElse(
                        run.metrics().isEmpty() && run.evaluation("test").isMissingNode()
                                ? NO_LIKELIHOODS
                                : UNKNOWN_PROTOCOL);
    }

    private static String counted(JsonNode estimate, String noun) {
        return Words.count(estimate.path(noun).asText("?")) + " " + noun;
    }

    /** A caution if runs estimated −log p(x) from different numbers of samples: more samples give a lower estimate. */
    private static Optional<String> cautionOnSamples(List<RunContents> runs) {
        List<String> found = runs.stream()
                .map(RunContents::likelihood)
                .filter(JsonNode::isObject)
                .sorted(Comparator.comparingLong(
                                (JsonNode estimate) -> estimate.path("samples").asLong())
                        .thenComparingLong(estimate -> estimate.path("examples").asLong()))
                .map(estimate -> counted(estimate, "samples") + " on " + counted(estimate, "examples"))
                .distinct()
                .toList();
        return found.size() < 2
                ? Optional.empty()
                : Optional.of("−log p(x) was not estimated alike in all runs (" + String.join("; ", found)
                        + "): more samples give a lower number for the same model, and other examples another one.");
    }

    /** A caution if runs were trained on different numbers of examples: fewer examples make a worse model. */
    private static Optional<String> cautionOnLimits(List<RunContents> runs) {
        List<String> limits = runs.stream()
                .map(run -> run.config().path("data").path("limit"))
                .map(limit -> limit.asLong(Long.MAX_VALUE))
                .distinct()
                .sorted()
                .map(limit -> limit == Long.MAX_VALUE ? "all" : "the first " + Words.count(Long.toString(limit)))
                .toList();
        return limits.size() < 2
                ? Optional.empty()
                : Optional.of("The runs were trained on different numbers of examples (" + String.join("; ", limits)
                        + "): a place in the table is as much the training set's as the model's.");
    }

    private List<String> cautions(Map<String, List<RunContents>> groups) {
        List<String> cautions = new ArrayList<>();
        long undone = runs.stream()
                .filter(run -> run.status()
                        .map(status -> status.state() != RunState.DONE)
                        .orElse(true))
                .count();
        if (undone > 0) {
            cautions.add(undone + " of " + runs.size() + " runs are not done.");
        }
        if (runs.size() < sweep.trials()) {
            cautions.add((sweep.trials() - runs.size()) + " of the sweep's " + sweep.trials()
                    + " runs have not begun: they are missing here.");
        }
        cautionOnSeeds(groups.values()).ifPresent(cautions::add);
        groups.values().forEach(members -> cautionOnSamples(members).ifPresent(cautions::add));
        groups.values().forEach(members -> cautionOnLimits(members).ifPresent(cautions::add));
        cautions.addAll(cautionsOnProtocols(groups));
        cautions.addAll(cautionsOfRuns());
        return cautions;
    }

    private static List<String> cautionsOnProtocols(Map<String, List<RunContents>> groups) {
        List<String> cautions = new ArrayList<>();
        List<String> protocols = groups.keySet().stream()
                .filter(group -> !group.equals(NO_LIKELIHOODS))
                .toList();
        if (protocols.size() > 1) {
            cautions.add("The likelihoods of these runs were measured under " + protocols.size() + " protocols ("
                    + String.join("; ", protocols)
                    + "). Nats of different protocols do not compare: each has a table and curves of its own.");
        }
        if (groups.containsKey(UNKNOWN_PROTOCOL)) {
            cautions.add("The configuration of " + groups.get(UNKNOWN_PROTOCOL).size()
                    + " runs does not say what their nats were measured on: they may not compare among themselves.");
        }
        return cautions;
    }

    /** A caution if settings were run with one seed: a difference may then be that of the seeds. */
    private static Optional<String> cautionOnSeeds(Collection<List<RunContents>> groups) {
        List<SeedGroups.Group> settings = groups.stream()
                .flatMap(members -> new SeedGroups(members, new VariedKeys(members)).all().stream())
                .toList();
        long single =
                settings.stream().filter(group -> group.runs().size() == 1).count();
        if (single == 0) {
            return Optional.empty();
        }
        String subject = single == settings.size() ? "Each setting" : single + " of " + settings.size() + " settings";
        return Optional.of(subject + (single == settings.size() || single == 1 ? " was" : " were")
                + " run with one seed: a difference may be the seeds' and not the settings'.");
    }

    /** The cautions of all runs; those of several runs that differ in their numbers alone are merged into one. */
    private List<String> cautionsOfRuns() {
        Map<String, List<RunContents>> runsByKind = new LinkedHashMap<>();
        Map<String, List<String>> textsByKind = new LinkedHashMap<>();
        for (RunContents run : runs) {
            for (String text : Cautions.of(run)) {
                if (COUNTED_CAUTIONS.stream().noneMatch(text::startsWith)) {
                    String kind = Merged.kind(text);
                    runsByKind.computeIfAbsent(kind, k -> new ArrayList<>()).add(run);
                    textsByKind.computeIfAbsent(kind, k -> new ArrayList<>()).add(text);
                }
            }
        }
        List<String> cautions = new ArrayList<>();
        runsByKind.forEach((kind, some) -> cautions.add(mergedCaution(some, textsByKind.get(kind))));
        long warned = runs.stream()
                .filter(run -> !LogWarnings.standing(run.logged()).isEmpty())
                .count();
        if (warned > 0) {
            cautions.add((warned == 1 ? "The log of 1" : "The logs of " + warned) + " of " + runs.size() + " runs "
                    + (warned == 1 ? "has" : "have") + " warnings, which the report of the run shows.");
        }
        return cautions;
    }

    private String mergedCaution(List<RunContents> some, List<String> texts) {
        String text = Merged.of(texts);
        if (some.size() == runs.size()) {
            return texts.stream().allMatch(text::equals) ? text : "In all runs: " + text;
        }
        String named = some.size() <= MAX_NAMED_RUNS
                ? " (" + some.stream().map(names::get).collect(Collectors.joining("; ")) + ")"
                : "";
        return "In " + some.size() + " of " + runs.size() + " runs" + named + ": " + text;
    }
}
