package org.vae4j.experiment.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import org.vae4j.experiment.report.html.JsonTables;
import org.vae4j.experiment.report.html.Links;
import org.vae4j.experiment.report.html.Page;
import org.vae4j.experiment.report.html.Words;
import org.vae4j.experiment.report.image.Caption;

/** Runs whose nats compare: their results, the settings in which they differ, their curves and their samples. */
final class ComparedRuns {

    private static final int MOST_SHEETS = 12;
    /** What need not stand in each row where it is alike in all. */
    private static final Set<String> SAID_ONCE = Set.of("samples", "of examples", "state", "epochs");

    private static final String ERROR = "standard error";

    private static final int MOST_RESULTS = 12;

    private final List<RunContents> runs;
    private final Path folder;
    private final String suffix;
    private final VariedKeys varied;
    private final SeedGroups groups;
    private final Map<RunContents, String> names;

    /**
     * Of runs in any order; links are relative to {@code folder}; {@code elsewhere} names all runs of the page, {@code
     * suffix} tells these parts from others in it.
     */
    ComparedRuns(List<RunContents> runs, Map<RunContents, String> elsewhere, Path folder, String suffix) {
        this.runs = runs.stream()
                .sorted(Comparator.comparing(RunContents::experiment)
                        .thenComparingDouble(run -> value(run).orElse(Double.MAX_VALUE))
                        .thenComparing(RunContents::name))
                .toList();
        this.folder = folder;
        this.suffix = suffix;
        this.varied = new VariedKeys(this.runs);
        this.groups = new SeedGroups(this.runs, varied, elsewhere);
        this.names = groups.names();
    }

    /** Its parts of the page; {@code of} says of which runs, or nothing. */
    List<Page.Section> sections(String of) {
        List<Page.Section> sections = new ArrayList<>();
        List<Page.Block> tables = new ArrayList<>();
        if (groups.hasSeveralSeeds()) {
            tables.add(groups.table());
        }
        Columns columns = columns();
        tables.add(columns.table());
        sections.add(new Page.Section("runs" + suffix, "Runs" + of, columns.text(), tables));
        ComparisonCharts charts = new ComparisonCharts(groups, runs, varied, suffix);
        List<Page.Block> results = RunPage.drawn(charts::results);
        if (!results.isEmpty()) {
            sections.add(new Page.Section("results" + suffix, "Results by setting" + of, charts.text(), results));
        }
        List<Page.Block> curves = RunPage.drawn(charts::curves);
        if (!curves.isEmpty()) {
            String seeds =
                    groups.hasSeveralSeeds() ? "Runs that differ in their seed alone have one colour and dash." : "";
            sections.add(new Page.Section("curves" + suffix, "Curves" + of, seeds, curves));
        }
        List<Page.Block> sheets = samples();
        if (!sheets.isEmpty()) {
            sections.add(new Page.Section(
                    "samples" + suffix,
                    "Samples" + of,
                    groups.hasSeveralSeeds() ? chosen() : "",
                    sheets,
                    Page.Layout.THREE));
        }
        return sections;
    }

    /**
     * A table, and what all of its rows have in common.
     *
     * @param table without it
     * @param common such as "trained for 3 epochs", said of a run
     */
    private record Columns(Page.Table table, List<String> common) {

        String text() {
            return (table.rows().size() > 1
                            ? "The results, and the settings in which the runs differ. A click on a column's name sorts."
                            : "The results.")
                    + (table.header().contains(ERROR)
                            ? " The standard error is that of the number before it, over the test examples."
                            : "")
                    + (common.isEmpty() ? "" : " Every run " + listed() + ".");
        }

        private String listed() {
            int last = common.size() - 1;
            String others = String.join(", ", common.subList(0, last));
            return others.isEmpty() ? common.get(last) : others + " and " + common.get(last);
        }
    }

    /** What is said of every run where a column is alike in all rows. */
    private static String said(String column, String value) {
        return switch (column) {
            case "state" -> (value.equals("failed") ? "has " : value.equals("interrupted") ? "was " : "is ") + value;
            case "epochs" -> "trained for " + value + " epochs";
            case "samples" -> "has its −log p from " + Words.count(value) + " samples";
            default -> "has its −log p on " + Words.count(value) + " examples";
        };
    }

    /** Which seed's samples are shown. */
    private String chosen() {
        String bound = runs.get(0).names().title();
        return runs.stream().anyMatch(run -> value(run).isPresent())
                ? "Of the seed with the lowest " + bound + " on the test examples, which the caption names."
                : "Of the first seed, which the caption names.";
    }

    /** Results first: who has many keys looks for these. */
    private Columns columns() {
        Set<String> results = new LinkedHashSet<>();
        for (RunContents run : runs) {
            for (var result : run.evaluation("results").properties()) {
                if (result.getValue().isNumber() && results.size() < MOST_RESULTS) {
                    results.add(result.getKey());
                }
            }
        }
        List<String> header = new ArrayList<>(List.of("run"));
        boolean trained = runs.stream().anyMatch(run -> value(run).isPresent());
        if (trained) {
            header.addAll(List.of(
                    "−ELBO (nats)",
                    "loss",
                    ERROR,
                    "reconstruction (nats)",
                    "reconstruction (loss)",
                    "KL (nats)",
                    "−log p (nats)",
                    "samples",
                    "of examples",
                    "active units"));
        }
        results.forEach(key -> header.add(Words.label(key)));
        header.addAll(varied.keys());
        header.addAll(List.of("state", "epochs", "time (s)", "directory"));
        return telling(
                header, runs.stream().map(run -> row(run, trained, results)).toList());
    }

    /** What no run has needs no room; what all have in common is said once. */
    private static Columns telling(List<String> header, List<List<Page.Cell>> rows) {
        List<String> common = new ArrayList<>();
        List<Integer> shown = new ArrayList<>();
        for (int column = 0; column < header.size(); column++) {
            int at = column;
            List<String> texts =
                    rows.stream().map(row -> row.get(at).text()).distinct().toList();
            if (SAID_ONCE.contains(header.get(column)) && rows.size() > 1 && texts.size() == 1) {
                if (!texts.get(0).isEmpty()) {
                    common.add(said(header.get(column), texts.get(0)));
                }
            } else if (texts.stream().anyMatch(text -> !text.isEmpty())) {
                shown.add(column);
            }
        }
        return new Columns(
                new Page.Table(
                                "",
                                shown.stream().map(header::get).toList(),
                                rows.stream()
                                        .map(row -> shown.stream().map(row::get).toList())
                                        .toList())
                        .aligned(),
                common);
    }

    private List<Page.Cell> row(RunContents run, boolean trained, Set<String> results) {
        List<Page.Cell> row = new ArrayList<>();
        row.add(new Page.Cell(names.get(run), names.get(run), false, link(run)));
        if (trained) {
            row.add(nats(ComparedMetric.NEG_ELBO.of(run).orElse(Double.NaN)));
            row.add(nats(ComparedMetric.LOSS.of(run).orElse(Double.NaN)));
            row.add(nats(number(run.evaluation("test").path(run.names().standardError()))
                    .orElse(Double.NaN)));
            row.add(nats(ComparedMetric.RECONSTRUCTION.of(run).orElse(Double.NaN)));
            row.add(nats(ComparedMetric.RECONSTRUCTION_LOSS.of(run).orElse(Double.NaN)));
            row.add(nats(ComparedMetric.KL.of(run).orElse(Double.NaN)));
            row.add(nats(ComparedMetric.NEG_LOG_LIKELIHOOD.of(run).orElse(Double.NaN)));
            row.add(JsonTables.cell(run.likelihood().path("samples")));
            row.add(JsonTables.cell(run.likelihood().path("examples")));
            OptionalDouble active = ComparedMetric.ACTIVE_UNITS.of(run);
            row.add(active.isPresent() ? Page.Cell.of(active.getAsDouble()) : Page.Cell.of(""));
        }
        results.forEach(key -> row.add(JsonTables.cell(run.evaluation("results").path(key))));
        row.addAll(varied.cells(run));
        row.add(Page.Cell.of(
                run.status().map(s -> s.state().name().toLowerCase(Locale.ROOT)).orElse("unknown")));
        row.add(run.metrics().isEmpty() ? Page.Cell.of("") : Page.Cell.of(epochs(run)));
        row.add(run.status().map(s -> Page.Cell.of(Math.round(s.seconds()))).orElse(Page.Cell.of("")));
        // A name that is neither a directory nor a link leads nowhere.
        row.add(Page.Cell.of(names.get(run).equals(run.name()) || !link(run).isEmpty() ? "" : run.name()));
        return row;
    }

    private static int epochs(RunContents run) {
        return run.metrics().get(run.metrics().size() - 1).path("epoch").asInt();
    }

    private static OptionalDouble number(JsonNode value) {
        return value.isNumber() ? OptionalDouble.of(value.asDouble()) : OptionalDouble.empty();
    }

    /** An empty cell for NaN. */
    private static Page.Cell nats(double value) {
        return Double.isNaN(value)
                ? Page.Cell.of("")
                : new Page.Cell(String.format(Locale.ROOT, "%.2f", value), Double.toString(value), true, "");
    }

    /** The page of the run itself, when there is one. */
    private String link(RunContents run) {
        Path report = run.root().toAbsolutePath().normalize().resolve(Report.FILE);
        return Files.isRegularFile(report) ? Links.relative(folder, report) : "";
    }

    private List<Page.Block> samples() {
        List<Page.Block> sheets = new ArrayList<>();
        for (SeedGroups.Group group : groups.all()) {
            RunContents run = group.runs().get(0);
            Path file = run.root().resolve("figures/samples.png");
            if (Files.isRegularFile(file) && sheets.size() < MOST_SHEETS) {
                String which = group.runs().size() > 1
                        ? "Seed " + run.config().path("seed").asText() + "."
                        : "";
                RunPage.picture(file, Caption.sheet(group.label(), which, "Samples of the run " + names.get(run)))
                        .ifPresent(sheets::add);
            }
        }
        return sheets;
    }

    private static Optional<Double> value(RunContents run) {
        JsonNode test = run.evaluation("test");
        JsonNode value = test.path(run.names().total());
        return value.isNumber() ? Optional.of(value.asDouble()) : Optional.empty();
    }
}
