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

/**
 * The page of several runs. Nats measured under different protocols must not be ranked against each other, so that each
 * protocol has a table and curves of its own.
 */
final class ComparisonPage {

    private static final String NONE = "no likelihoods";
    private static final String UNKNOWN = "protocol unknown";
    /** More would be no summary. */
    private static final int MOST_KEYS = 8;

    private static final int MOST_NAMED = 3;
    /** How the cautions begin that this page sums up in its own words. */
    private static final List<String> OF_ONE_RUN =
            List.of("The run is not done", "The log says", "This directory has no status.json");

    private final List<RunContents> runs;
    private final Path folder;
    private final Report.Sweep sweep;
    private final Map<RunContents, String> names;

    /** The page of runs in any order; links are relative to {@code folder}. */
    ComparisonPage(List<RunContents> runs, Path folder, Report.Sweep sweep) {
        this.runs = runs;
        this.sweep = sweep;
        this.folder = folder.toAbsolutePath().normalize();
        this.names = new SeedGroups(runs, new VariedKeys(runs)).names();
    }

    Page.Content content() {
        Map<String, List<RunContents>> groups =
                runs.stream().collect(Collectors.groupingBy(ComparisonPage::group, TreeMap::new, Collectors.toList()));
        List<Page.Section> sections = new ArrayList<>();
        Comparator<Map.Entry<String, List<RunContents>>> largestFirst =
                Comparator.comparingInt(group -> -group.getValue().size());
        groups.entrySet().stream().sorted(largestFirst).forEach(entry -> {
            String group = entry.getKey();
            List<RunContents> members = entry.getValue();
            boolean single = groups.size() == 1;
            String suffix = single ? "" : "-" + sections.size();
            sections.addAll(new ComparedRuns(members, names, folder, suffix).sections(single ? "" : ": " + group));
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

    /** What all runs trained alike, part by part, and the settings in which they differ. */
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
                .limit(MOST_KEYS)
                .map(key -> key + " (" + varied.values(key) + ")")
                .collect(Collectors.joining(", "));
        if (!facts.isEmpty() && !keys.isEmpty()) {
            facts.add(new Page.Fact("varied", keys));
        }
        return facts;
    }

    /** Refuses runs that do not stand in one ranking. */
    static void requireOneProtocol(List<RunContents> runs) {
        Map<String, LikelihoodProtocol> byRun = new LinkedHashMap<>();
        runs.forEach(
                run -> run.protocol().ifPresent(protocol -> byRun.put(run.root().toString(), protocol)));
        LikelihoodProtocol.requireOne(byRun);
    }

    /** Among whose nats a run's may stand, in words. */
    private static String group(RunContents run) {
        String kind = run.names() == BoundNames.CODE ? "; codes without a prior" : "";
        return run.protocol()
                .map(protocol -> protocol + kind)
                .orElse(run.metrics().isEmpty() && run.evaluation("test").isMissingNode() ? NONE : UNKNOWN);
    }

    private static String counted(JsonNode estimate, String what) {
        return Words.count(estimate.path(what).asText("?")) + " " + what;
    }

    /** An estimate from more samples is lower, whatever the model. */
    private static Optional<String> samples(List<RunContents> runs) {
        List<String> found = runs.stream()
                .map(RunContents::likelihood)
                .filter(JsonNode::isObject)
                .sorted(Comparator.comparingLong(
                                (JsonNode e) -> e.path("samples").asLong())
                        .thenComparingLong(e -> e.path("examples").asLong()))
                .map(e -> counted(e, "samples") + " on " + counted(e, "examples"))
                .distinct()
                .toList();
        return found.size() < 2
                ? Optional.empty()
                : Optional.of("−log p(x) was not estimated alike in all runs (" + String.join("; ", found)
                        + "): more samples give a lower number for the same model, and other examples another one.");
    }

    /** A smaller training set makes a worse model of the same kind. */
    private static Optional<String> limits(List<RunContents> runs) {
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
                .filter(run ->
                        run.status().map(s -> !s.state().name().equals("DONE")).orElse(true))
                .count();
        if (undone > 0) {
            cautions.add(undone + " of " + runs.size() + " runs are not done.");
        }
        if (runs.size() < sweep.trials()) {
            cautions.add((sweep.trials() - runs.size()) + " of the sweep's " + sweep.trials()
                    + " runs have not begun: they are missing here.");
        }
        seeds(groups.values()).ifPresent(cautions::add);
        groups.values().forEach(members -> samples(members).ifPresent(cautions::add));
        groups.values().forEach(members -> limits(members).ifPresent(cautions::add));
        List<String> protocols =
                groups.keySet().stream().filter(group -> !group.equals(NONE)).toList();
        if (protocols.size() > 1) {
            cautions.add("The likelihoods of these runs were measured under " + protocols.size() + " protocols ("
                    + String.join("; ", protocols)
                    + "). Nats of different protocols do not compare: each has a table and curves of its own.");
        }
        if (groups.containsKey(UNKNOWN)) {
            cautions.add("The configuration of " + groups.get(UNKNOWN).size()
                    + " runs does not say what their nats were measured on: they may not compare among themselves.");
        }
        cautions.addAll(ofRuns());
        return cautions;
    }

    /** A difference between single runs may be one of their seeds. */
    private static Optional<String> seeds(Collection<List<RunContents>> groups) {
        List<SeedGroups.Group> settings = groups.stream()
                .flatMap(members -> new SeedGroups(members, new VariedKeys(members)).all().stream())
                .toList();
        long single =
                settings.stream().filter(group -> group.runs().size() == 1).count();
        if (single == 0) {
            return Optional.empty();
        }
        String which = single == settings.size() ? "Each setting" : single + " of " + settings.size() + " settings";
        return Optional.of(which + (single == settings.size() || single == 1 ? " was" : " were")
                + " run with one seed: a difference may be the seeds' and not the settings'.");
    }

    /** What the report of each run says of it, what several have in common once. */
    private List<String> ofRuns() {
        Map<String, List<RunContents>> having = new LinkedHashMap<>();
        Map<String, List<String>> texts = new LinkedHashMap<>();
        for (RunContents run : runs) {
            for (String text : Cautions.of(run)) {
                if (OF_ONE_RUN.stream().noneMatch(text::startsWith)) {
                    // Numbers differ from run to run.
                    String kind = Merged.kind(text);
                    having.computeIfAbsent(kind, k -> new ArrayList<>()).add(run);
                    texts.computeIfAbsent(kind, k -> new ArrayList<>()).add(text);
                }
            }
        }
        List<String> cautions = new ArrayList<>();
        having.forEach((kind, some) -> cautions.add(of(some, texts.get(kind))));
        long warned = runs.stream()
                .filter(run -> !LogWarnings.standing(run.logged()).isEmpty())
                .count();
        if (warned > 0) {
            cautions.add((warned == 1 ? "The log of 1" : "The logs of " + warned) + " of " + runs.size() + " runs "
                    + (warned == 1 ? "has" : "have") + " warnings, which the report of the run shows.");
        }
        return cautions;
    }

    private String of(List<RunContents> some, List<String> texts) {
        String text = Merged.of(texts);
        if (some.size() == runs.size()) {
            return texts.stream().allMatch(text::equals) ? text : "In all runs: " + text;
        }
        String which = some.size() <= MOST_NAMED
                ? " (" + some.stream().map(names::get).collect(Collectors.joining("; ")) + ")"
                : "";
        return "In " + some.size() + " of " + runs.size() + " runs" + which + ": " + text;
    }
}
