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

/**
 * Groups runs by their setting: the runs of a group differ in their seed alone. It also finds a name for each group and
 * each run, and the colours and dashes of the groups in charts.
 */
final class SeedGroups {

    /** A longer setting is not spelled out in a name. */
    private static final int MAX_LETTERS_OF_NAME = 100;
    /** A longer setting is not spelled out beside a line. */
    private static final int MAX_LETTERS_OF_LINE = 40;

    private static final String INTERVAL =
            "± is half of the 95 % confidence interval of the mean over seeds, by Student's t.";

    private static final String COUNTS = " Units are counted: the number of each seed stands there, or the one of all.";

    private final VariedKeys varied;
    private final Map<RunContents, String> otherNames;
    private final Map<String, String> commonValues;
    private final List<Group> groups = new ArrayList<>();

    /**
     * Runs of one setting.
     *
     * @param label the name of the setting, which no other group has
     * @param runs the runs, at least one
     */
    record Group(String label, List<RunContents> runs) {

        /** Copies the list. */
        Group {
            runs = List.copyOf(runs);
        }

        /** Estimates the mean of a metric over the runs that have it; empty if none has it. */
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
        this(runs, varied, Map.of());
    }

    /**
     * Groups runs.
     *
     * @param runs the runs to group
     * @param varied the keys in which these runs differ
     * @param otherNames the names of the runs on a page that shows further runs; a run takes this name if nothing tells
     *     it from the runs to group
     */
    SeedGroups(List<RunContents> runs, VariedKeys varied, Map<RunContents, String> otherNames) {
        this.varied = varied;
        this.otherNames = Map.copyOf(otherNames);
        Map<List<String>, List<RunContents>> bySettings = runs.stream()
                .collect(Collectors.groupingBy(
                        run -> varied.settings().stream()
                                .map(key -> varied.text(run, key))
                                .toList(),
                        LinkedHashMap::new,
                        Collectors.toList()));
        commonValues = commonValues(bySettings.values());
        List<List<RunContents>> members = bySettings.values().stream()
                .flatMap(setting -> differInSeed(setting)
                        ? Stream.of(setting)
                        : setting.stream().map(List::of))
                .toList();
        List<String> labels =
                SettingNames.distinct(members.stream().map(this::labels).toList());
        IntStream.range(0, members.size()).forEach(i -> groups.add(new Group(labels.get(i), members.get(i))));
        ComparedMetric.present(runs).stream()
                .findFirst()
                .ifPresent(metric -> groups.sort(Comparator.comparing(
                                (Group group) -> group.runs().get(0).experiment())
                        .thenComparingDouble(group ->
                                group.estimate(metric).map(Estimate::mean).orElse(Double.MAX_VALUE))));
    }

    /** Whether all seeds differ. A run that was repeated with its seed is no second sample. */
    private static boolean differInSeed(List<RunContents> members) {
        return members.stream()
                        .map(run -> run.config().path("seed").asText())
                        .distinct()
                        .count()
                == members.size();
    }

    /** The most frequent value of each key, which short names leave out. */
    private Map<String, String> commonValues(Collection<List<RunContents>> settings) {
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

    /** The groups, ordered by experiment and then by the first metric that the runs have. */
    List<Group> all() {
        return groups;
    }

    /** Whether a setting was run with several seeds. */
    boolean hasSeveralSeeds() {
        return groups.stream().anyMatch(group -> group.runs().size() > 1);
    }

    /**
     * Candidates for the label of a group, the best first: the values in which it differs from most groups, all of its
     * values, and values with the name of a directory, in case that another group has the same values. If nothing was
     * varied, the name of the directory alone.
     */
    private List<String> labels(List<RunContents> members) {
        RunContents first = members.get(0);
        if (varied.settings().isEmpty()) {
            return List.of(members.size() == 1 ? otherNames.getOrDefault(first, first.name()) : "all");
        }
        String uncommon = shortSetting(first, "");
        String whole = varied.inShort(first, varied.settings());
        String common = whole.length() <= MAX_LETTERS_OF_NAME ? whole : "common setting";
        String best = uncommon.isEmpty() ? common : uncommon;
        return whole.length() < best.length()
                ? List.of(whole, best, whole + " (" + first.name() + ")")
                : List.of(best, whole, best + " (" + first.name() + ")");
    }

    /** The name of each run: its setting and its seed, with its directory if another run has the same. */
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
            return List.of(otherNames.getOrDefault(run, run.name()));
        }
        List<String> seeds = varied.keys().stream()
                .filter(key -> !varied.settings().contains(key))
                .toList();
        String whole = varied.inShort(
                run, Stream.concat(varied.settings().stream(), seeds.stream()).toList());
        String labelled = labelled(run, group, whole, seeds);
        String withDirectory = labelled + " (" + run.name() + ")";
        return whole.length() <= MAX_LETTERS_OF_NAME
                ? List.of(whole, labelled, withDirectory)
                : List.of(labelled, withDirectory);
    }

    private String labelled(RunContents run, Group group, String whole, List<String> seeds) {
        if (varied.settings().isEmpty()) {
            return whole;
        }
        return seeds.isEmpty() ? group.label() : group.label() + ", " + varied.inShort(run, seeds);
    }

    /**
     * The setting of a run without one key. If that is too long, only the values that most settings do not have.
     *
     * @param except the key that is left out; empty for none
     */
    String shortSetting(RunContents run, String except) {
        List<String> keys =
                varied.settings().stream().filter(key -> !key.equals(except)).toList();
        String whole = varied.inShort(run, keys);
        return whole.length() <= MAX_LETTERS_OF_LINE
                ? whole
                : varied.inShort(
                        run,
                        keys.stream()
                                .filter(key -> !varied.text(run, key).equals(commonValues.get(key)))
                                .toList());
    }

    /**
     * The key whose values have the colours of the charts: among the keys for which colours and dashes tell all groups
     * apart, the one with most values; empty if there is no such key.
     */
    private Optional<String> colourKey() {
        return varied.settings().stream()
                .filter(this::tellsGroupsApart)
                .max(Comparator.comparingInt(key -> settings(List.of(key)).size()));
    }

    /** Whether all groups look different if the values of a key have the colours, and the other keys the dashes. */
    private boolean tellsGroupsApart(String key) {
        long looks = groups.stream()
                .map(group -> lookBy(key, group.runs().get(0), ""))
                .distinct()
                .count();
        return settings(List.of(key)).size() <= LineStyles.COLOURS
                && settings(without(key, "")).size() <= LineStyles.SHAPES
                && looks == groups.size();
    }

    /** The different settings of some keys in words, in the order of their numbers. */
    private List<String> settings(List<String> keys) {
        return groups.stream()
                .sorted(byNumbers(keys))
                .map(group -> varied.inShort(group.runs().get(0), keys))
                .distinct()
                .toList();
    }

    /** All groups, ordered by the numbers of all keys but one, key by key. */
    List<Group> orderedByKeysExcept(String key) {
        return groups.stream().sorted(byNumbers(without(key, ""))).toList();
    }

    private Comparator<Group> byNumbers(List<String> keys) {
        return Comparator.comparing(
                group -> keys.stream()
                        .map(key -> varied.number(group.runs().get(0), key).orElse(0))
                        .toList(),
                SeedGroups::compareLexicographically);
    }

    private static int compareLexicographically(List<Double> first, List<Double> second) {
        for (int i = 0; i < first.size(); i++) {
            int order = Double.compare(first.get(i), second.get(i));
            if (order != 0) {
                return order;
            }
        }
        return 0;
    }

    private List<String> without(String first, String second) {
        return varied.settings().stream()
                .filter(key -> !key.equals(first) && !key.equals(second))
                .toList();
    }

    /** Creates styles in which a value of a setting has one colour in all charts. */
    LineStyles styles() {
        return colourKey()
                .map(key -> new LineStyles(settings(List.of(key)), settings(without(key, ""))))
                .orElseGet(
                        () -> new LineStyles(groups.stream().map(Group::label).toList(), List.of()));
    }

    /** The look of the curves and points of a group. */
    LineStyles.Look look(Group group) {
        return colourKey()
                .map(key -> lookBy(key, group.runs().get(0), ""))
                .orElseGet(() -> new LineStyles.Look(group.label(), ""));
    }

    /** The look of a line that joins groups which differ in one key alone. */
    LineStyles.Look look(RunContents run, String joinedKey) {
        return colourKey()
                .filter(key -> !key.equals(joinedKey))
                .map(key -> lookBy(key, run, joinedKey))
                .orElseGet(() -> new LineStyles.Look(varied.inShort(run, without(joinedKey, "")), ""));
    }

    private LineStyles.Look lookBy(String colourKey, RunContents run, String joinedKey) {
        return new LineStyles.Look(
                varied.inShort(run, List.of(colourKey)), varied.inShort(run, without(colourKey, joinedKey)));
    }

    /** The decimals of a column: those of the most precise mean. */
    private int decimals(ComparedMetric metric) {
        return groups.stream()
                .flatMap(group -> group.estimate(metric).stream())
                .mapToInt(Estimate::decimals)
                .max()
                .orElse(0);
    }

    /** A table of the means over seeds, each with half of its 95 % interval. */
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
                        .map(estimate -> cell(metric.isCount() ? estimate.counts() : estimate.text(places), estimate))
                        .orElse(Page.Cell.of("")));
            }
            rows.add(row);
        }
        String note = INTERVAL + (metrics.stream().anyMatch(ComparedMetric::isCount) ? COUNTS : "");
        return new Page.Table("Means over seeds.", note, header, rows);
    }

    /** A cell that is sorted by the mean. */
    private static Page.Cell cell(String text, Estimate estimate) {
        boolean number = true;
        return new Page.Cell(text, Double.toString(estimate.mean()), number, "");
    }
}
