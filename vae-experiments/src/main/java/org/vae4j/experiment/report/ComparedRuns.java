package org.vae4j.experiment.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.knowm.xchart.XYChart;
import org.vae4j.experiment.config.BoundNames;
import org.vae4j.experiment.report.html.JsonTables;
import org.vae4j.experiment.report.html.Page;
import org.vae4j.experiment.report.html.Svg;
import org.vae4j.experiment.report.html.Words;
import org.vae4j.experiment.report.image.Caption;
import org.vae4j.experiment.report.latent.LatentTable;

/** Runs whose nats compare: what was set differently, what came out, their curves over each other, their samples. */
final class ComparedRuns {

    /** More lines than colours can be told apart. */
    private static final int MOST_CURVES = 12;

    private static final int MOST_SHEETS = 12;
    private static final int MOST_RESULTS = 12;

    private final List<RunContents> runs;
    private final Path folder;
    private final String suffix;
    private final VariedKeys varied;

    /**
     * Of runs in any order; links are relative to {@code folder}; {@code suffix} tells its parts from others in the
     * page.
     */
    ComparedRuns(List<RunContents> runs, Path folder, String suffix) {
        this.runs = runs.stream()
                .sorted(Comparator.comparing(RunContents::experiment)
                        .thenComparingDouble(run -> value(run).orElse(Double.MAX_VALUE))
                        .thenComparing(RunContents::name))
                .toList();
        this.folder = folder;
        this.suffix = suffix;
        this.varied = new VariedKeys(this.runs);
    }

    /** Its parts of the page; {@code of} says of which runs, or nothing. */
    List<Page.Section> sections(String of) {
        List<Page.Section> sections = new ArrayList<>();
        sections.add(new Page.Section(
                "runs" + suffix,
                "Runs" + of,
                "What was set differently, and what came out. A click on a column's name sorts.",
                List.of(table())));
        List<Page.Block> curves = RunPage.drawn(this::curves);
        if (!curves.isEmpty()) {
            sections.add(new Page.Section("curves" + suffix, "Curves" + of, "On held-out examples.", curves));
        }
        List<Page.Block> sheets = samples();
        if (!sheets.isEmpty()) {
            sections.add(new Page.Section("samples" + suffix, "Samples" + of, "", sheets));
        }
        return sections;
    }

    private Page.Table table() {
        Set<String> results = new LinkedHashSet<>();
        for (RunContents run : runs) {
            for (var result : run.evaluation("results").properties()) {
                if (result.getValue().isNumber() && results.size() < MOST_RESULTS) {
                    results.add(result.getKey());
                }
            }
        }
        List<String> header = new ArrayList<>(List.of("run", "state"));
        header.addAll(varied.keys());
        boolean trained = runs.stream().anyMatch(run -> value(run).isPresent());
        if (trained) {
            header.addAll(List.of(
                    "−ELBO (nats)",
                    "loss",
                    "±",
                    "reconstruction (nats)",
                    "reconstruction (loss)",
                    "KL (nats)",
                    "−log p (nats)",
                    "samples",
                    "of examples",
                    "active"));
        }
        results.forEach(key -> header.add(Words.label(key)));
        header.addAll(List.of("epochs", "time (s)"));
        return withoutEmptyColumns(
                header, runs.stream().map(run -> row(run, trained, results)).toList());
    }

    /** What no run has needs no room. */
    private static Page.Table withoutEmptyColumns(List<String> header, List<List<Page.Cell>> rows) {
        List<Integer> filled = IntStream.range(0, header.size())
                .filter(column ->
                        rows.stream().anyMatch(row -> !row.get(column).text().isEmpty()))
                .boxed()
                .toList();
        return new Page.Table(
                "",
                filled.stream().map(header::get).toList(),
                rows.stream().map(row -> filled.stream().map(row::get).toList()).toList());
    }

    private List<Page.Cell> row(RunContents run, boolean trained, Set<String> results) {
        List<Page.Cell> row = new ArrayList<>();
        row.add(new Page.Cell(run.name(), run.name(), false, link(run)));
        row.add(Page.Cell.of(
                run.status().map(s -> s.state().name().toLowerCase(Locale.ROOT)).orElse("unknown")));
        row.addAll(varied.cells(run));
        if (trained) {
            JsonNode test = run.evaluation("test");
            row.add(nats(test.path(BoundNames.NATS.total())));
            row.add(nats(test.path(BoundNames.LOSS.total())));
            row.add(nats(test.path(BoundNames.in(test).standardError())));
            row.add(nats(test.path(BoundNames.NATS.reconstruction())));
            row.add(nats(test.path(BoundNames.LOSS.reconstruction())));
            row.add(nats(test.path("klNats")));
            JsonNode likelihood = run.likelihood();
            row.add(nats(likelihood.path("negLogLikelihoodNats")));
            row.add(JsonTables.cell(likelihood.path("samples")));
            row.add(JsonTables.cell(likelihood.path("examples")));
            row.add(
                    run.diagnostics().path("activeUnits").isNumber()
                            ? JsonTables.cell(run.diagnostics().path("activeUnits"))
                            : run.latents()
                                    .filter(LatentTable::isVariational)
                                    .map(latents -> Page.Cell.of(latents.activeUnits()))
                                    .orElse(Page.Cell.of("")));
        }
        results.forEach(key -> row.add(JsonTables.cell(run.evaluation("results").path(key))));
        row.add(run.metrics().isEmpty() ? Page.Cell.of("") : Page.Cell.of(epochs(run)));
        row.add(run.status().map(s -> Page.Cell.of(Math.round(s.seconds()))).orElse(Page.Cell.of("")));
        return row;
    }

    private static int epochs(RunContents run) {
        return run.metrics().get(run.metrics().size() - 1).path("epoch").asInt();
    }

    private static Page.Cell nats(JsonNode value) {
        return value.isNumber()
                ? new Page.Cell(
                        String.format(Locale.ROOT, "%.2f", value.asDouble()),
                        Double.toString(value.asDouble()),
                        true,
                        "")
                : Page.Cell.of("");
    }

    /** The page of the run itself, when there is one. */
    private String link(RunContents run) {
        Path report = run.root().toAbsolutePath().normalize().resolve(Report.FILE);
        return Files.isRegularFile(report) ? Links.relative(folder, report) : "";
    }

    private List<Page.Block> curves() {
        List<Page.Block> curves = new ArrayList<>();
        for (BoundNames names : BoundNames.values()) {
            curve(names.total(), names == BoundNames.NATS ? "Negative ELBO" : "Loss")
                    .ifPresent(curves::add);
            curve(names.reconstruction(), "Reconstruction").ifPresent(curves::add);
        }
        curve("klNats", "KL").ifPresent(curves::add);
        return curves;
    }

    private Optional<Page.Block> curve(String metric, String title) {
        XYChart chart = TrainingCharts.lines(metric.endsWith("Nats") ? "nats per example" : "per example");
        int colour = 0;
        for (RunContents run : runs) {
            List<JsonNode> present = run.metrics().stream()
                    .filter(line -> held(line, metric).isNumber())
                    .toList();
            if (!present.isEmpty() && colour < MOST_CURVES) {
                String name = nameIn(chart, varied.label(run));
                TrainingCharts.add(chart, name, colour++, present, line -> held(line, metric));
            }
        }
        if (colour == 0) {
            return Optional.empty();
        }
        TrainingCharts.leaveOutTheFall(chart);
        String text = runs.size() > colour ? "of the first " + colour + " runs of the table" : "";
        List<Page.Key> keys = Svg.keys(chart);
        return Optional.of(new Page.Drawing(
                Svg.of(chart, 480, 300, metric + suffix, title + " of " + colour + " runs over the epochs"),
                keys,
                title,
                text,
                "half"));
    }

    /** Runs of one name may lie in different folders; a chart wants each once. */
    private static String nameIn(XYChart chart, String label) {
        Set<String> taken = chart.getSeriesCollection().stream()
                .map(series -> series.getName())
                .collect(Collectors.toSet());
        String name = label;
        for (int i = 2; taken.contains(name); i++) {
            name = label + " (" + i + ")";
        }
        return name;
    }

    private static JsonNode held(JsonNode line, String metric) {
        JsonNode valid = line.path("valid").path(metric);
        return valid.isNumber() ? valid : line.path("test").path(metric);
    }

    private List<Page.Block> samples() {
        List<Page.Block> sheets = new ArrayList<>();
        for (RunContents run : runs) {
            Path file = run.root().resolve("figures/samples.png");
            if (Files.isRegularFile(file) && sheets.size() < MOST_SHEETS) {
                RunPage.picture(file, Caption.sheet(varied.label(run), "", "Samples of the run " + run.name()))
                        .ifPresent(sheets::add);
            }
        }
        return sheets;
    }

    private static Optional<Double> value(RunContents run) {
        JsonNode test = run.evaluation("test");
        JsonNode value = test.path(BoundNames.in(test).total());
        return value.isNumber() ? Optional.of(value.asDouble()) : Optional.empty();
    }
}
