package org.vae4j.experiment.report;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.vae4j.experiment.report.chart.LineStyles;
import org.vae4j.experiment.report.estimate.Estimate;
import org.vae4j.experiment.report.html.Page;
import org.vae4j.experiment.report.text.SettingNames;

/** Runs that differ in nothing but their seed, taken together. */
final class SeedGroups {

    private static final int LONGEST = 100;
    /** Of a setting that is said in full. */
    private static final int SHORT = 40;

    private static final String INTERVAL =
            "± is half of the 95 % confidence interval of the mean over seeds, by Student's t.";

    private static final String COUNTS = " Units are counted: the number of each seed stands there, or the one of all.";

    private final VariedKeys varied;
    private final Map<String, String> common;
    private final List<Group> groups = new ArrayList<>();

    /**
     * Some runs.
     *
     * @param label what tells them from other groups
     * @param runs at least one
     */
    record Group(String label, List<RunContents> runs) {

        /** The mean of a metric over the runs that have it. */
        Optional<Estimate> estimate(ComparedMetric metric) {
            List<Double> values = runs.stream()
                    .map(metric::of)
                    .filter(OptionalDouble::isPresent)
                    .map(OptionalDouble::getAsDouble)
                    .toList();
            return values.isEmpty() ? Optional.empty() : Optional.of(Estimate.of(values));
        }
    }

    SeedGroups(List<RunContents> runs, VariedKeys varied) {
        this.varied = varied;
        Map<List<String>, List<RunContents>> bySettings = runs.stream()
                .collect(Collectors.groupingBy(
                        run -> varied.settings().stream()
                                .map(key -> varied.text(run, key))
                                .toList(),
                        LinkedHashMap::new,
                        Collectors.toList()));
        common = common(bySettings.values());
        List<List<RunContents>> together = bySettings.values().stream()
                .flatMap(members -> differInSeed(members)
                        ? Stream.of(members)
                        : members.stream().map(List::of))
                .toList();
        List<String> labels =
                SettingNames.distinct(together.stream().map(this::labels).toList());
        IntStream.range(0, together.size()).forEach(i -> groups.add(new Group(labels.get(i), together.get(i))));
        ComparedMetric.present(runs).stream()
                .findFirst()
                .ifPresent(metric -> groups.sort(Comparator.comparing(
                                (Group group) -> group.runs().get(0).experiment())
                        .thenComparingDouble(group ->
                                group.estimate(metric).map(Estimate::mean).orElse(Double.MAX_VALUE))));
    }

    /** A run that was made twice is no second draw. */
    private boolean differInSeed(List<RunContents> members) {
        return members.stream()
                        .map(run -> run.config().path("seed").asText())
                        .distinct()
                        .count()
                == members.size();
    }

    /** The value of each key that most settings have: what need not be said of each. */
    private Map<String, String> common(Collection<List<RunContents>> settings) {
        Map<String, String> common = new LinkedHashMap<>();
        for (String key : varied.settings()) {
            Map<String, Long> counts = settings.stream()
                    .collect(Collectors.groupingBy(
                            members -> varied.text(members.get(0), key), LinkedHashMap::new, Collectors.counting()));
            counts.entrySet().stream()
                    .max(Map.Entry.comparingByValue())
                    .ifPresent(most -> common.put(key, most.getKey()));
        }
        return common;
    }

    List<Group> all() {
        return groups;
    }

    /** Whether any setting was run with several seeds. */
    boolean hasSeveralSeeds() {
        return groups.stream().anyMatch(group -> group.runs().size() > 1);
    }

    /**
     * What a reader may tell a group by, the best first: what it has that most have not; all of its settings; these
     * with a directory, where another group has the same, and a directory alone where nothing was varied.
     */
    private List<String> labels(List<RunContents> members) {
        RunContents first = members.get(0);
        if (varied.settings().isEmpty()) {
            return List.of(members.size() == 1 ? first.name() : "all");
        }
        String telling = telling(first, "");
        String whole = varied.inShort(first, varied.settings());
        String common = whole.length() <= LONGEST ? whole : "common setting";
        String best = telling.isEmpty() ? common : telling;
        return whole.length() < best.length()
                ? List.of(whole, best, whole + " (" + first.name() + ")")
                : List.of(best, whole, best + " (" + first.name() + ")");
    }

    /** Each run's name: its settings and its seed; its directory where it differs from another in nothing. */
    Map<RunContents, String> names() {
        List<RunContents> all = new ArrayList<>();
        List<List<String>> candidates = new ArrayList<>();
        for (Group group : groups) {
            for (RunContents run : group.runs()) {
                all.add(run);
                candidates.add(names(run, group));
            }
        }
        List<String> distinct = SettingNames.distinct(candidates);
        Map<RunContents, String> names = new LinkedHashMap<>();
        IntStream.range(0, all.size()).forEach(i -> names.put(all.get(i), distinct.get(i)));
        return names;
    }

    private List<String> names(RunContents run, Group group) {
        if (varied.keys().isEmpty()) {
            return List.of(run.name());
        }
        List<String> seeds = varied.keys().stream()
                .filter(key -> !varied.settings().contains(key))
                .toList();
        String whole = varied.inShort(
                run, Stream.concat(varied.settings().stream(), seeds.stream()).toList());
        String labelled = varied.settings().isEmpty() || seeds.isEmpty()
                ? varied.settings().isEmpty() ? whole : group.label()
                : group.label() + ", " + varied.inShort(run, seeds);
        String other = labelled + " (" + run.name() + ")";
        return whole.length() <= LONGEST ? List.of(whole, labelled, other) : List.of(labelled, other);
    }

    /** A setting but for one key; only what most have not, where all of it is too long. */
    String telling(RunContents run, String but) {
        List<String> keys =
                varied.settings().stream().filter(key -> !key.equals(but)).toList();
        String whole = varied.inShort(run, keys);
        return whole.length() <= SHORT
                ? whole
                : varied.inShort(
                        run,
                        keys.stream()
                                .filter(key -> !varied.text(run, key).equals(common.get(key)))
                                .toList());
    }

    /**
     * The key whose values have the colours of the charts: that of most values of which dashes can tell the settings of
     * one value apart; none where none can.
     */
    private Optional<String> leading() {
        return varied.settings().stream()
                .filter(this::canLead)
                .max(Comparator.comparingInt(key -> names(List.of(key)).size()));
    }

    private boolean canLead(String key) {
        long told = groups.stream()
                .map(group -> led(group.runs().get(0), key, ""))
                .distinct()
                .count();
        return names(List.of(key)).size() <= LineStyles.COLOURS
                && names(without(key, "")).size() <= LineStyles.SHAPES
                && told == groups.size();
    }

    /** The settings of some keys in words, each once, in the order of their numbers. */
    private List<String> names(List<String> keys) {
        return groups.stream()
                .sorted(byNumbers(keys))
                .map(group -> varied.inShort(group.runs().get(0), keys))
                .distinct()
                .toList();
    }

    /** All groups in the order of the numbers that other keys than {@code key} have, the first key first. */
    List<Group> inOrderOfAllBut(String key) {
        return groups.stream().sorted(byNumbers(without(key, ""))).toList();
    }

    private Comparator<Group> byNumbers(List<String> keys) {
        return Comparator.comparing(
                group -> keys.stream()
                        .map(key -> varied.number(group.runs().get(0), key).orElse(0))
                        .toList(),
                SeedGroups::compare);
    }

    private static int compare(List<Double> a, List<Double> b) {
        for (int i = 0; i < a.size(); i++) {
            int order = Double.compare(a.get(i), b.get(i));
            if (order != 0) {
                return order;
            }
        }
        return 0;
    }

    private List<String> without(String one, String other) {
        return varied.settings().stream()
                .filter(key -> !key.equals(one) && !key.equals(other))
                .toList();
    }

    /** Styles in which a value of a setting has one colour in all charts. */
    LineStyles styles() {
        return leading()
                .map(key -> new LineStyles(names(List.of(key)), names(without(key, ""))))
                .orElseGet(
                        () -> new LineStyles(groups.stream().map(Group::label).toList(), List.of()));
    }

    /** What the curves and points of a group stand for. */
    LineStyles.Look look(Group group) {
        return leading()
                .map(key -> led(group.runs().get(0), key, ""))
                .orElseGet(() -> new LineStyles.Look(group.label(), ""));
    }

    /** What a line stands for that joins groups which differ in one key alone. */
    LineStyles.Look look(RunContents run, String but) {
        return leading()
                .filter(key -> !key.equals(but))
                .map(key -> led(run, key, but))
                .orElseGet(() -> new LineStyles.Look(varied.inShort(run, without(but, "")), ""));
    }

    private LineStyles.Look led(RunContents run, String key, String but) {
        return new LineStyles.Look(varied.inShort(run, List.of(key)), varied.inShort(run, without(key, but)));
    }

    /** As many as the best known of the means has: none of whole numbers that all seeds agree on. */
    private int decimals(ComparedMetric metric) {
        return groups.stream()
                .flatMap(group -> group.estimate(metric).stream())
                .mapToInt(Estimate::decimals)
                .max()
                .orElse(0);
    }

    /** Means over the seeds, each with half of its 95 % interval. */
    Page.Table table() {
        List<ComparedMetric> metrics = ComparedMetric.present(
                groups.stream().flatMap(group -> group.runs().stream()).toList());
        List<String> header = new ArrayList<>(List.of("setting", "seeds"));
        metrics.forEach(metric -> header.add(metric.title()));
        List<Integer> decimals = metrics.stream().map(this::decimals).toList();
        List<List<Page.Cell>> rows = new ArrayList<>();
        for (Group group : groups) {
            List<Page.Cell> row = new ArrayList<>();
            row.add(Page.Cell.of(group.label()));
            row.add(Page.Cell.of(group.runs().size()));
            for (int i = 0; i < metrics.size(); i++) {
                int places = decimals.get(i);
                ComparedMetric metric = metrics.get(i);
                row.add(group.estimate(metric)
                        .map(e -> new Page.Cell(
                                metric.isCount() ? e.counts() : e.text(places), Double.toString(e.mean()), true, ""))
                        .orElse(Page.Cell.of("")));
            }
            rows.add(row);
        }
        String note = INTERVAL + (metrics.stream().anyMatch(ComparedMetric::isCount) ? COUNTS : "");
        return new Page.Table("Means over seeds.", note, header, rows);
    }
}
