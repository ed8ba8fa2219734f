package org.vae4j.experiment.report.chart;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.markers.SeriesMarkers;
import org.vae4j.experiment.config.BoundNames;
import org.vae4j.experiment.rundir.RunFiles;

/** The training curves of a run, from its {@code metrics.jsonl}. */
public final class Curves {

    private static final List<String> PARTS = List.of("train", "valid", "test");
    private static final Map<String, String> NAMES = Map.of("train", "training", "valid", "validation", "test", "test");

    private Curves() {}

    /**
     * Draws the negative ELBO and its two parts over the epochs into {@code figures/curves.png} and {@code
     * figures/terms.png}.
     *
     * @param run a run directory
     * @throws IOException when a file cannot be written
     */
    public static void draw(Path run) throws IOException {
        List<JsonNode> lines = RunFiles.in(run).metrics();
        if (lines.isEmpty()) {
            return;
        }
        Path figures = run.resolve("figures");
        BoundNames names = names(lines);
        Charts.save(negElbo(lines), figures.resolve("curves.png"));
        if (names.hasKl()) {
            XYChart terms = Charts.overEpochs("Reconstruction (solid) and KL (dashed)", names.perExample());
            for (String part : PARTS) {
                add(terms, NAMES.get(part) + " reconstruction", lines, part, names.reconstruction());
                add(terms, NAMES.get(part) + " KL", lines, part, "klNats")
                        .ifPresent(series -> Charts.dash(terms, series));
            }
            Charts.save(terms, figures.resolve("terms.png"));
        }
    }

    /**
     * The negative ELBO, or the loss where the likelihood is no density, over the epochs so far.
     *
     * @param run a run directory
     * @return a series for each part of the data that was evaluated; none before the first epoch has ended
     */
    public static XYChart negElbo(Path run) {
        return negElbo(RunFiles.in(run).metrics());
    }

    private static XYChart negElbo(List<JsonNode> lines) {
        BoundNames names = names(lines);
        String title = names.title().substring(0, 1).toUpperCase(Locale.ROOT)
                + names.title().substring(1);
        XYChart elbo = Charts.overEpochs(title, names.title() + " (" + names.perExample() + ")");
        PARTS.forEach(part -> add(elbo, NAMES.get(part), lines, part, names.total()));
        return elbo;
    }

    /** What the run's numbers are called: a likelihood's names before the first epoch. */
    private static BoundNames names(List<JsonNode> lines) {
        return lines.isEmpty()
                ? BoundNames.NATS
                : BoundNames.in(lines.get(lines.size() - 1).path("train"));
    }

    /** Each part of the data has its colour, whatever the chart. */
    private static Optional<XYSeries> add(
            XYChart chart, String title, List<JsonNode> lines, String part, String metric) {
        List<JsonNode> present = lines.stream()
                .filter(line -> Optional.ofNullable(line.get(part))
                        .map(p -> p.path(metric).isNumber())
                        .orElse(false))
                .toList();
        if (!present.isEmpty()) {
            double[] epochs =
                    present.stream().mapToDouble(l -> l.get("epoch").asDouble()).toArray();
            double[] values = present.stream()
                    .mapToDouble(l -> l.get(part).get(metric).asDouble())
                    .toArray();
            XYSeries series = chart.addSeries(title, epochs, values);
            series.setLineColor(Palette.part(part));
            series.setMarkerColor(Palette.part(part));
            if (epochs.length == 1) {
                series.setMarker(SeriesMarkers.CIRCLE);
            }
            return Optional.of(series);
        }
        return Optional.empty();
    }
}
