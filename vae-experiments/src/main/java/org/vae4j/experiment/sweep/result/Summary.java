package org.vae4j.experiment.sweep.result;

import java.util.ArrayList;
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
 * Finished trials that differ in nothing but their seed or the fold that they are tested on, taken together.
 *
 * @param keys that tell the groups apart
 * @param metrics that any group has
 * @param groups in the order of the sweep
 */
public record Summary(List<String> keys, List<String> metrics, List<Group> groups) {

    /**
     * Some trials.
     *
     * @param settings what they have in common
     * @param protocol what their likelihoods are measured on, which the settings imply; empty when they have none
     * @param estimates by metric
     * @param pareto whether no other group of this protocol has both a better reconstruction and a smaller KL
     */
    record Group(Map<String, String> settings, String protocol, Map<String, Estimate> estimates, boolean pareto) {

        /** The mean of a metric, if it has one. */
        Optional<Double> mean(String metric) {
            return Optional.ofNullable(estimates.get(metric)).map(Estimate::mean);
        }
    }

    /** Keys that draw the same experiment anew. */
    private static final Set<String> REPLICATES = Set.of("seed", "data.split.fold");

    /** A count, of which each value stands in a table: an interval may lie where no count can. */
    private static final String ACTIVE = "test.diagnostics.activeUnits";

    /** What a person looks at first, as far as the runs have it. */
    static final List<String> MAIN = List.of(
            "test.negElboNats",
            "test.loss",
            "test.reconstructionNats",
            "test.reconstructionLoss",
            "test.klNats",
            ACTIVE,
            "valid.negElboNats",
            "valid.loss");

    /** Groups the finished trials of a table. */
    public static Summary of(SweepTable table) {
        List<String> keys =
                table.keys().stream().filter(key -> !REPLICATES.contains(key)).toList();
        Map<Map<String, String>, Map<String, SweepTable.Row>> groups = new LinkedHashMap<>();
        for (SweepTable.Row row : table.rows()) {
            if (row.state() == TrialStatus.State.DONE) {
                Map<String, String> settings = new LinkedHashMap<>();
                keys.forEach(key -> settings.put(key, row.settings().get(key)));
                // Trials of the same run count once.
                groups.computeIfAbsent(settings, s -> new LinkedHashMap<>()).put(row.run(), row);
            }
        }
        List<Group> all = new ArrayList<>();
        groups.forEach((settings, rows) -> {
            List<SweepTable.Row> members = List.copyOf(rows.values());
            all.add(new Group(settings, members.get(0).protocol(), estimates(table.metrics(), members), false));
        });
        return new Summary(keys, table.metrics(), withFront(all));
    }

    /** What may be compared, one summary a protocol: nats of different ones must not be ranked or joined by a line. */
    public Map<String, Summary> byProtocol() {
        return groups.stream()
                .collect(Collectors.groupingBy(
                        Group::protocol,
                        LinkedHashMap::new,
                        Collectors.collectingAndThen(Collectors.toList(), some -> new Summary(keys, metrics, some))));
    }

    /** Long form: one row per group and metric. */
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
                row.add(end(e, -1));
                row.add(end(e, 1));
                rows.add(row);
            });
        }
        return Csv.write(header, rows);
    }

    /** For people: the main metrics, mean ± half of the 95 % confidence interval, in Markdown. */
    public String markdown() {
        List<String> shown = MAIN.stream().filter(metrics::contains).toList();
        if (shown.isEmpty()) {
            shown = metrics.stream()
                    .filter(m -> m.startsWith("results."))
                    .limit(MAIN.size())
                    .toList();
        }
        boolean severalProtocols = byProtocol().size() > 1;
        boolean hasFront = groups.stream().anyMatch(Group::pareto);
        List<String> lines = new ArrayList<>();
        List<String> header = new ArrayList<>(keys);
        if (severalProtocols) {
            header.add("protocol");
        }
        header.add("n");
        header.addAll(shown);
        if (hasFront) {
            header.add("Pareto");
        }
        lines.add("| " + String.join(" | ", header) + " |");
        lines.add("|" + " ---: |".repeat(header.size()));
        for (Group group : groups) {
            List<String> cells = new ArrayList<>(group.settings().values());
            if (severalProtocols) {
                cells.add(group.protocol());
            }
            cells.add(Integer.toString(group.estimates().values().stream()
                    .mapToInt(Estimate::n)
                    .max()
                    .orElse(0)));
            shown.forEach(
                    metric -> cells.add(Optional.ofNullable(group.estimates().get(metric))
                            .map(estimate -> metric.equals(ACTIVE) ? estimate.counts() : estimate.text())
                            .orElse("")));
            if (hasFront) {
                cells.add(group.pareto() ? "yes" : "");
            }
            lines.add("| " + String.join(" | ", cells) + " |");
        }
        return String.join("\n", lines) + "\n";
    }

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

    /** The lower end of the interval with the sign -1, the upper with 1. */
    private static String end(Estimate e, int sign) {
        return e.halfWidth().isPresent()
                ? Double.toString(e.mean() + sign * e.halfWidth().getAsDouble())
                : "";
    }
}
