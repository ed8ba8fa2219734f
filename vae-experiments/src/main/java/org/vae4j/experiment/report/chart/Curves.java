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
 * The training curves of a run, from its {@code metrics.jsonl}. A line of that file is an epoch with the terms of each
 * part of the data that was evaluated after it.
 */
public final class Curves {

    /** A metric over the epochs that have it. */
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

    /** In nats whatever the unit of the reconstruction. */
    private static final String KL = "klNats";

    private Curves() {}

    /**
     * Draws the negative ELBO over the epochs into {@code figures/curves.png}, and its two terms into {@code
     * figures/terms.png} where it has two. Nothing is drawn before the first epoch has ended.
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

    /** What the run calls its numbers; before the first epoch has ended, what a likelihood's are called. */
    private static BoundNames names(List<JsonNode> lines) {
        return lines.isEmpty()
                ? BoundNames.NATS
                : BoundNames.in(lines.get(lines.size() - 1).path(DataPart.TRAIN.key()));
    }

    /**
     * Adds a line in the colour that its part of the data has in all charts. A single epoch gets a mark, since a line
     * of one point can't be seen.
     *
     * @return the series; nothing where no epoch has the metric
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
