package org.vae4j.experiment.sweep.result;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.vae4j.experiment.report.estimate.Estimate;
import org.vae4j.experiment.report.estimate.Tradeoff;
import org.vae4j.experiment.sweep.state.TrialStatus;

/**
 * Means over replicates: the finished trials of a sweep in groups whose members differ only in their seed or in the
 * fold on which they are tested.
 *
 * @param keys the keys by which the groups differ
 * @param metrics the names of all metrics that some group has
 * @param groups the groups in the order of the sweep
 */
public record Summary(List<String> keys, List<String> metrics, List<Group> groups) {

    /**
     * The replicates of one setting.
     *
     * @param settings the values of the keys by which groups differ, in the order of the keys
     * @param protocol the protocol of their likelihoods, which the settings imply; empty when they have none
     * @param estimates the estimate of each metric over the members
     * @param pareto whether no other group of this protocol has both a better reconstruction and a smaller KL
     */
    record Group(Map<String, String> settings, String protocol, Map<String, Estimate> estimates, boolean pareto) {

        Group {
            settings = Collections.unmodifiableMap(new LinkedHashMap<>(settings));
            estimates = Collections.unmodifiableMap(new LinkedHashMap<>(estimates));
        }

        /** The mean of a metric; empty where the group does not have the metric. */
        Optional<Double> mean(String metric) {
            return Optional.ofNullable(estimates.get(metric)).map(Estimate::mean);
        }
    }

    /** Keys whose values distinguish replicates of one setting. */
    private static final Set<String> REPLICATES = Set.of("seed", "data.split.fold");

    /** A count, whose values are listed one by one: the interval of a mean could contain values that no count has. */
    private static final String ACTIVE = "test.diagnostics.activeUnits";

    /** The metrics of tables and figures, in their order; a sweep shows those that its runs have. */
    static final List<String> MAIN = List.of(
            "test.negElboNats",
            "test.loss",
            "test.reconstructionNats",
            "test.reconstructionLoss",
            "test.klNats",
            ACTIVE,
            "valid.negElboNats",
            "valid.loss");

    /** Copies the lists. */
    public Summary {
        keys = List.copyOf(keys);
        metrics = List.copyOf(metrics);
        groups = List.copyOf(groups);
    }

    /**
     * Groups the finished trials of a table.
     *
     * @param table the table of all trials
     * @return the means over replicates, with the Pareto front of each protocol
     */
    public static Summary of(SweepTable table) {
        List<String> keys =
                table.keys().stream().filter(key -> !REPLICATES.contains(key)).toList();
        Map<Map<String, String>, Map<String, SweepTable.Row>> groups = new LinkedHashMap<>();
        for (SweepTable.Row row : table.rows()) {
            if (row.state() == TrialStatus.State.DONE) {
                Map<String, String> settings = new LinkedHashMap<>();
                keys.forEach(key -> settings.put(key, row.settings().get(key)));
                // Trials that share a run count once.
                groups.computeIfAbsent(settings, s -> new LinkedHashMap<>()).put(row.run(), row);
            }
        }
        List<Group> all = new ArrayList<>();
        groups.forEach((settings, rows) -> {
            List<SweepTable.Row> members = List.copyOf(rows.values());
            boolean pareto = false; // until all groups are known
            all.add(new Group(settings, members.get(0).protocol(), estimates(table.metrics(), members), pareto));
        });
        return new Summary(keys, table.metrics(), withFront(all));
    }

    /**
     * Splits the summary by protocol, because nats of different protocols cannot be compared.
     *
     * @return one summary per protocol, in the order of the sweep
     */
    public Map<String, Summary> byProtocol() {
        return groups.stream()
                .collect(Collectors.groupingBy(
                        Group::protocol,
                        LinkedHashMap::new,
                        Collectors.collectingAndThen(
                                Collectors.toList(), members -> new Summary(keys, metrics, members))));
    }

    /** {@return the summary as CSV in long form: one row per group and metric} */
    public String csv() {
        List<String> header = new ArrayList<>(keys);
        header.addAll(List.of("protocol", "metric", "n", "mean", "sd", "ci95Low", "ci95High"));
        List<List<String>> rows = new ArrayList<>();
        for (Group group : groups) {
            group.estimates().forEach((metric, e) -> {
                List<String> row = new ArrayList<>(group.settings().values());
                row.addAll(List.of(group.protocol(), metric, Integer.toString(e.n()), Double.toString(e.mean())));
                row.add(
                        e.standardDeviation().isPresent()
                                ? Double.toString(e.standardDeviation().getAsDouble())
                                : "");
                row.add(intervalEnd(e, -1));
                row.add(intervalEnd(e, 1));
                rows.add(row);
            });
        }
        return Csv.write(header, rows);
    }

    /** {@return a Markdown table of the main metrics: mean ± half of the 95 % confidence interval} */
    public String markdown() {
        List<String> shown = shownMetrics(MAIN.size());
        boolean severalProtocols = byProtocol().size() > 1;
        boolean hasFront = groups.stream().anyMatch(Group::pareto);
        List<String> header = new ArrayList<>(keys);
        if (severalProtocols) {
            header.add("protocol");
        }
        header.add("n");
        header.addAll(shown);
        if (hasFront) {
            header.add("Pareto");
        }
        List<String> lines = new ArrayList<>();
        lines.add(markdownRow(header));
        lines.add("|" + " ---: |".repeat(header.size()));
        for (Group group : groups) {
            List<String> cells = new ArrayList<>(group.settings().values());
            if (severalProtocols) {
                cells.add(group.protocol());
            }
            cells.add(Integer.toString(largestSample(group)));
            shown.forEach(metric -> cells.add(cell(group, metric)));
            if (hasFront) {
                cells.add(group.pareto() ? "yes" : "");
            }
            lines.add(markdownRow(cells));
        }
        return String.join("\n", lines) + "\n";
    }

    /** The main metrics, or where the runs have none of them, the first of the results that their studies report. */
    List<String> shownMetrics(int limit) {
        List<String> main = MAIN.stream().filter(metrics::contains).toList();
        return main.isEmpty()
                ? metrics.stream()
                        .filter(metric -> metric.startsWith("results."))
                        .limit(limit)
                        .toList()
                : main;
    }

    private static String markdownRow(List<String> cells) {
        return "| " + String.join(" | ", cells) + " |";
    }

    private static int largestSample(Group group) {
        return group.estimates().values().stream().mapToInt(Estimate::n).max().orElse(0);
    }

    private static String cell(Group group, String metric) {
        return Optional.ofNullable(group.estimates().get(metric))
                .map(estimate -> metric.equals(ACTIVE) ? estimate.counts() : estimate.text())
                .orElse("");
    }

    /** Estimates each metric over the rows that have a finite value of it; a metric that no row has is left out. */
    private static Map<String, Estimate> estimates(List<String> metrics, List<SweepTable.Row> rows) {
        Map<String, Estimate> estimates = new LinkedHashMap<>();
        for (String metric : metrics) {
            List<Double> values = rows.stream()
                    .map(row -> row.metrics().get(metric))
                    .filter(v -> v != null && Double.isFinite(v))
                    .toList();
            if (!values.isEmpty()) {
                estimates.put(metric, Estimate.of(values));
            }
        }
        return estimates;
    }

    /** The groups with their Pareto marks: each is compared with the groups of its protocol. */
    private static List<Group> withFront(List<Group> groups) {
        return groups.stream().map(group -> withFront(group, groups)).toList();
    }

    private static Group withFront(Group group, List<Group> groups) {
        List<Group> comparable = groups.stream()
                .filter(other -> other.protocol().equals(group.protocol()))
                .toList();
        Tradeoff tradeoff = new Tradeoff(
                comparable.stream().flatMap(other -> point(other).stream()).toList());
        boolean pareto = comparable.size() > 1
                && point(group).filter(tradeoff.front()::contains).isPresent();
        return new Group(group.settings(), group.protocol(), group.estimates(), pareto);
    }

    private static Optional<Tradeoff.Point> point(Group group) {
        Estimate kl = group.estimates().get("test.klNats");
        Estimate reconstruction = group.estimates().get("test.reconstructionNats");
        return kl == null || reconstruction == null
                ? Optional.empty()
                : Optional.of(new Tradeoff.Point(group.settings().toString(), kl, reconstruction));
    }

    /** The lower end of the confidence interval for the sign -1, the upper end for 1; empty where there is none. */
    private static String intervalEnd(Estimate e, int sign) {
        return e.halfWidth().isPresent()
                ? Double.toString(e.mean() + sign * e.halfWidth().getAsDouble())
                : "";
    }
}
