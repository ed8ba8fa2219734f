package org.vae4j.experiment.reproduce.page;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.style.markers.SeriesMarkers;
import org.vae4j.experiment.report.chart.Charts;
import org.vae4j.experiment.reproduce.Outcome;
import org.vae4j.experiment.reproduce.Outcome.CurvePoint;
import org.vae4j.experiment.reproduce.PublishedTarget;
import org.vae4j.experiment.rundir.RunFiles;

/** Draws the test negative ELBO over the epochs, of one run or of all settings of a budget. */
final class TestCurves {

    /** The range of a picture above its lowest number, nats. Only the first epochs lie above it. */
    private static final double SHOWN_NATS = 15;
    /** More points would make records longer and show nothing more. */
    private static final int MOST_POINTS = 200;

    private TestCurves() {}

    /**
     * Reads the test negative ELBO of a run. Of a long curve at most {@value #MOST_POINTS} points are kept, the last
     * one and earlier ones at equal distances.
     *
     * @param root the run directory
     * @param epochs the last epoch of the curve
     * @return the points; empty if the run computed none
     */
    static List<CurvePoint> ofRun(Path root, int epochs) {
        return Charts.thin(all(root, epochs), MOST_POINTS);
    }

    private static List<CurvePoint> all(Path root, int epochs) {
        return RunFiles.in(root).metrics().stream()
                .filter(line -> line.path("test").path("negElboNats").isNumber())
                .map(line -> new CurvePoint(
                        line.path("epoch").asInt(),
                        line.path("test").path("negElboNats").asDouble()))
                .filter(point -> point.epoch() <= epochs)
                .toList();
    }

    /** {@return whether at least two of the settings have a curve} */
    static boolean areOf(Budget budget) {
        return budget.settings().stream()
                        .filter(setting -> !setting.first().testCurve().isEmpty())
                        .count()
                > 1;
    }

    /** Draws the curve of a run, the number that was obtained, and the published number if the two can be compared. */
    static void draw(Outcome outcome, Path file) throws IOException {
        PublishedTarget target = PublishedTarget.named(outcome.id()).orElseThrow();
        List<CurvePoint> points = outcome.testCurve();
        double firstEpoch = points.get(0).epoch();
        double lastEpoch = points.get(points.size() - 1).epoch();
        XYChart chart = Charts.overEpochs(outcome.id(), "nats per test image");
        add(chart, "test negative ELBO", points);
        if (target.measure() == PublishedTarget.Measure.NLL) {
            chart.addSeries("−log p(x) here", new double[] {lastEpoch}, new double[] {outcome.nats()})
                    .setMarker(SeriesMarkers.CIRCLE);
        }
        if (target.otherData().isEmpty()) {
            double published = target.publishedNats();
            chart.addSeries("published", new double[] {firstEpoch, lastEpoch}, new double[] {published, published});
            chart.getStyler().setYAxisMax(Math.min(published, outcome.nats()) + SHOWN_NATS);
        }
        Charts.save(chart, file);
    }

    /** Draws the curve of the first seed of each setting. */
    static void draw(Budget budget, Path file) throws IOException {
        XYChart chart = Charts.overEpochs("", "test negative ELBO (nats per image)");
        double lowest = Double.POSITIVE_INFINITY;
        for (Setting setting : budget.settings()) {
            List<CurvePoint> points = setting.first().testCurve();
            if (!points.isEmpty()) {
                add(chart, name(setting), points);
                lowest = Math.min(
                        lowest,
                        points.stream()
                                .mapToDouble(CurvePoint::negElboNats)
                                .min()
                                .orElseThrow());
            }
        }
        chart.getStyler().setYAxisMax(lowest + SHOWN_NATS);
        Charts.save(chart, file);
    }

    private static String name(Setting setting) {
        Outcome first = setting.first();
        return first.changes().isEmpty() ? first.id() : String.join(" ", first.changes());
    }

    private static void add(XYChart chart, String name, List<CurvePoint> points) {
        Charts.series(chart, name, points, CurvePoint::epoch, CurvePoint::negElboNats);
    }
}
