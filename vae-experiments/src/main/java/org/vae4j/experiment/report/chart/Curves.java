package org.vae4j.experiment.report.chart;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.markers.SeriesMarkers;
import org.vae4j.experiment.config.BoundNames;
import org.vae4j.experiment.report.text.DataPart;
import org.vae4j.experiment.rundir.RunFiles;

/**
 * The training curves of a run, from its {@code metrics.jsonl}. A line of that file has the terms that were evaluated
 * after one epoch, for each part of the data.
 */
public final class Curves {

    /** The values of a metric over the epochs that have one. */
    private record Points(double[] epochs, double[] values) {

        static Points of(List<JsonNode> lines, DataPart part, String metric) {
            List<JsonNode> present = lines.stream()
                    .filter(line -> line.path(part.key()).path(metric).isNumber())
                    .toList();
            return new Points(
                    present.stream()
                            .mapToDouble(line -> line.path("epoch").asDouble())
                            .toArray(),
                    present.stream()
                            .mapToDouble(
                                    line -> line.path(part.key()).path(metric).asDouble())
                            .toArray());
        }
    }

    /** The key of the KL term, which is in nats whatever the unit of the reconstruction is. */
    private static final String KL = "klNats";

    private Curves() {}

    /**
     * Draws the negative ELBO over the epochs into {@code figures/curves.png}, and its two terms into {@code
     * figures/terms.png} if it has two. Nothing is drawn before the first epoch has ended.
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
        Charts.save(negElbo(lines), figures.resolve("curves.png"));
        if (names(lines).hasKl()) {
            Charts.save(terms(lines), figures.resolve("terms.png"));
        }
    }

    /**
     * Charts the negative ELBO over the epochs so far, or the loss if the likelihood is no density.
     *
     * @param run a run directory
     * @return a chart with one series per part of the data; without series before the first epoch has ended
     */
    public static XYChart negElbo(Path run) {
        return negElbo(RunFiles.in(run).metrics());
    }

    private static XYChart negElbo(List<JsonNode> lines) {
        BoundNames names = names(lines);
        XYChart chart = Charts.overEpochs(names.heading(), names.title() + " (" + names.perExample() + ")");
        for (DataPart part : DataPart.values()) {
            add(chart, part, part.words(), Points.of(lines, part, names.total()));
        }
        return chart;
    }

    private static XYChart terms(List<JsonNode> lines) {
        BoundNames names = names(lines);
        XYChart chart = Charts.overEpochs("Reconstruction (solid) and KL (dashed)", names.perExample());
        for (DataPart part : DataPart.values()) {
            add(chart, part, part.words() + " reconstruction", Points.of(lines, part, names.reconstruction()));
            add(chart, part, part.words() + " KL", Points.of(lines, part, KL))
                    .ifPresent(series -> Charts.dash(chart, series));
        }
        return chart;
    }

    /** The names that the run gives its numbers; the names of a likelihood before the first epoch has ended. */
    private static BoundNames names(List<JsonNode> lines) {
        return lines.isEmpty()
                ? BoundNames.NATS
                : BoundNames.in(lines.get(lines.size() - 1).path(DataPart.TRAIN.key()));
    }

    /**
     * Adds a line in the colour that its part of the data has in all charts. A single epoch gets a marker, since a line
     * of one point cannot be seen.
     *
     * @return the series; empty if no epoch has the metric
     */
    private static Optional<XYSeries> add(XYChart chart, DataPart part, String title, Points points) {
        if (points.epochs.length == 0) {
            return Optional.empty();
        }
        XYSeries series = chart.addSeries(title, points.epochs, points.values);
        series.setLineColor(Palette.part(part.key()));
        series.setMarkerColor(Palette.part(part.key()));
        if (points.epochs.length == 1) {
            series.setMarker(SeriesMarkers.CIRCLE);
        }
        return Optional.of(series);
    }
}
