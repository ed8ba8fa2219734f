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
import java.util.OptionalDouble;
import java.util.Set;
import org.vae4j.experiment.report.html.JsonTables;
import org.vae4j.experiment.report.html.Links;
import org.vae4j.experiment.report.html.Page;
import org.vae4j.experiment.report.html.Words;
import org.vae4j.experiment.report.image.Caption;

/**
 * Composes the sections of a page that compare runs of one likelihood protocol: their results, the settings in which
 * they differ, their curves and their samples.
 */
final class ComparedRuns {

    private static final int MAX_SHEETS = 12;
    private static final int MAX_RESULTS = 12;

    private static final String STATE = "state";
    private static final String EPOCHS = "epochs";
    private static final String SAMPLES = "samples";
    private static final String EXAMPLES = "of examples";
    private static final String STANDARD_ERROR = "standard error";

    /** Columns that become a sentence above the table if all rows have the same value. */
    private static final Set<String> SENTENCE_COLUMNS = Set.of(SAMPLES, EXAMPLES, STATE, EPOCHS);

    private final List<RunContents> runs;
    private final Path folder;
    private final String suffix;
    private final VariedKeys varied;
    private final SeedGroups groups;
    private final Map<RunContents, String> names;

    /**
     * Prepares a comparison.
     *
     * @param runs the runs to compare, in any order
     * @param pageNames the names of all runs of the page
     * @param folder the folder of the page, to which links are relative
     * @param suffix the end of the ids of these sections, which tells them from those of other runs in the page
     */
    ComparedRuns(List<RunContents> runs, Map<RunContents, String> pageNames, Path folder, String suffix) {
        this.runs = runs.stream()
                .sorted(Comparator.comparing(RunContents::experiment)
                        .thenComparingDouble(run -> total(run).orElse(Double.MAX_VALUE))
                        .thenComparing(RunContents::name))
                .toList();
        this.folder = folder;
        this.suffix = suffix;
        this.varied = new VariedKeys(this.runs);
        this.groups = new SeedGroups(this.runs, varied, pageNames);
        this.names = groups.names();
    }

    /** The sections, whose titles end with a text that says which runs they compare; the text may be empty. */
    List<Page.Section> sections(String titleEnd) {
        List<Page.Section> sections = new ArrayList<>();
        List<Page.Block> tables = new ArrayList<>();
        if (groups.hasSeveralSeeds()) {
            tables.add(groups.table());
        }
        RunTable table = runTable();
        tables.add(table.table());
        sections.add(new Page.Section("runs" + suffix, "Runs" + titleEnd, table.text(), tables));
        ComparisonCharts charts = new ComparisonCharts(groups, runs, varied, suffix);
        List<Page.Block> results = RunPage.drawn(charts::results);
        if (!results.isEmpty()) {
            sections.add(new Page.Section("results" + suffix, "Results by setting" + titleEnd, charts.text(), results));
        }
        List<Page.Block> curves = RunPage.drawn(charts::curves);
        if (!curves.isEmpty()) {
            String seeds =
                    groups.hasSeveralSeeds() ? "Runs that differ in their seed alone have one colour and dash." : "";
            sections.add(new Page.Section("curves" + suffix, "Curves" + titleEnd, seeds, curves));
        }
        List<Page.Block> sheets = samples();
        if (!sheets.isEmpty()) {
            sections.add(new Page.Section(
                    "samples" + suffix,
                    "Samples" + titleEnd,
                    groups.hasSeveralSeeds() ? shownSeeds() : "",
                    sheets,
                    Page.Layout.THREE));
        }
        return sections;
    }

    /**
     * A table of runs, and the facts that all of its runs have in common.
     *
     * @param table the table, without columns of these facts
     * @param common the facts as the predicate of a sentence, such as "trained for 3 epochs"
     */
    private record RunTable(Page.Table table, List<String> common) {

        String text() {
            return (table.rows().size() > 1
                            ? "The results, and the settings in which the runs differ. A click on a column's name sorts."
                            : "The results.")
                    + (table.header().contains(STANDARD_ERROR)
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

    /** The value of a column as the predicate of a sentence. */
    private static String predicate(String column, String value) {
        return switch (column) {
            case STATE -> (value.equals("failed") ? "has " : value.equals("interrupted") ? "was " : "is ") + value;
            case EPOCHS -> "trained for " + value + " epochs";
            case SAMPLES -> "has its −log p from " + Words.count(value) + " samples";
            default -> "has its −log p on " + Words.count(value) + " examples";
        };
    }

    /** A sentence that says from which seed of a setting the samples are. */
    private String shownSeeds() {
        String bound = runs.get(0).names().title();
        return runs.stream().anyMatch(run -> total(run).isPresent())
                ? "Of the seed with the lowest " + bound + " on the test examples, which the caption names."
                : "Of the first seed, which the caption names.";
    }

    /** The table of all runs. Its results come first, since a reader would have to look for them behind many keys. */
    private RunTable runTable() {
        Set<String> results = new LinkedHashSet<>();
        for (RunContents run : runs) {
            for (var result : run.evaluation("results").properties()) {
                if (result.getValue().isNumber() && results.size() < MAX_RESULTS) {
                    results.add(result.getKey());
                }
            }
        }
        List<String> header = new ArrayList<>(List.of("run"));
        boolean trained = runs.stream().anyMatch(run -> total(run).isPresent());
        if (trained) {
            header.addAll(List.of(
                    "−ELBO (nats)",
                    "loss",
                    STANDARD_ERROR,
                    "reconstruction (nats)",
                    "reconstruction (loss)",
                    "KL (nats)",
                    "−log p (nats)",
                    SAMPLES,
                    EXAMPLES,
                    "active units"));
        }
        results.forEach(key -> header.add(Words.label(key)));
        header.addAll(varied.keys());
        header.addAll(List.of(STATE, EPOCHS, "time (s)", "directory"));
        return withoutCommonColumns(
                header, runs.stream().map(run -> row(run, trained, results)).toList());
    }

    /** Leaves out empty columns, and turns columns in which all rows are equal into sentences. */
    private static RunTable withoutCommonColumns(List<String> header, List<List<Page.Cell>> rows) {
        List<String> common = new ArrayList<>();
        List<Integer> shown = new ArrayList<>();
        for (int column = 0; column < header.size(); column++) {
            int index = column;
            List<String> texts =
                    rows.stream().map(row -> row.get(index).text()).distinct().toList();
            if (SENTENCE_COLUMNS.contains(header.get(column)) && rows.size() > 1 && texts.size() == 1) {
                if (!texts.get(0).isEmpty()) {
                    common.add(predicate(header.get(column), texts.get(0)));
                }
            } else if (texts.stream().anyMatch(text -> !text.isEmpty())) {
                shown.add(column);
            }
        }
        return new RunTable(
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
        boolean number = false;
        row.add(new Page.Cell(names.get(run), names.get(run), number, link(run)));
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
        row.add(Page.Cell.of(run.status()
                .map(status -> status.state().name().toLowerCase(Locale.ROOT))
                .orElse("unknown")));
        row.add(run.metrics().isEmpty() ? Page.Cell.of("") : Page.Cell.of(epochs(run)));
        row.add(run.status()
                .map(status -> Page.Cell.of(Math.round(status.seconds())))
                .orElse(Page.Cell.of("")));
        // Without a link and with another name, only the directory leads to the run.
        row.add(Page.Cell.of(names.get(run).equals(run.name()) || !link(run).isEmpty() ? "" : run.name()));
        return row;
    }

    private static int epochs(RunContents run) {
        return run.metrics().get(run.metrics().size() - 1).path("epoch").asInt();
    }

    private static OptionalDouble number(JsonNode value) {
        return value.isNumber() ? OptionalDouble.of(value.asDouble()) : OptionalDouble.empty();
    }

    /** A cell with two decimals; an empty one for NaN. */
    private static Page.Cell nats(double value) {
        if (Double.isNaN(value)) {
            return Page.Cell.of("");
        }
        boolean number = true;
        return new Page.Cell(String.format(Locale.ROOT, "%.2f", value), Double.toString(value), number, "");
    }

    /** The link to the report of a run; empty if the run has none. */
    private String link(RunContents run) {
        Path report = run.root().toAbsolutePath().normalize().resolve(Report.FILE);
        return Files.isRegularFile(report) ? Links.relative(folder, report) : "";
    }

    /** The samples of the first run of each group, for the first twelve groups that have some. */
    private List<Page.Block> samples() {
        List<Page.Block> sheets = new ArrayList<>();
        for (SeedGroups.Group group : groups.all()) {
            RunContents run = group.runs().get(0);
            Path file = run.root().resolve("figures/samples.png");
            if (Files.isRegularFile(file) && sheets.size() < MAX_SHEETS) {
                String seed = group.runs().size() > 1
                        ? "Seed " + run.config().path("seed").asText() + "."
                        : "";
                RunPage.picture(file, Caption.sheet(group.label(), seed, "Samples of the run " + names.get(run)))
                        .ifPresent(sheets::add);
            }
        }
        return sheets;
    }

    /** The total of the bound or loss on the test examples; empty if the run has none. */
    private static OptionalDouble total(RunContents run) {
        return number(run.evaluation("test").path(run.names().total()));
    }
}
